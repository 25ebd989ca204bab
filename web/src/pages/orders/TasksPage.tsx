import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { Due } from "./Due";
import { words } from "./words";

type Whose = "mine" | "department" | "unclaimed";

/** What waits for one: one's own tasks, one's department's, those nobody has claimed. */
export default function TasksPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Page title={t.tasks} lead={t.tasksLead}>
      <DataList<Shape["TaskRow"]>
        title={t.tasks}
        source={{ key: ["get", "/api/orders/tasks"], load: async ({ whose, ...query }) => (await server.GET("/api/orders/tasks", { params: { query: { ...query, whose: (whose ?? "department") as Whose } } })).data ?? NOTHING }}
        filters={[{ name: "whose", label: t.whose, kind: "choice", options: [{ value: "mine", label: t.mine }, { value: "unclaimed", label: t.unclaimed }] }]}
        id={(row) => String(row.id)}
        name={(row) => row.title}
        to={(row) => `/orders/${row.number}`}
        empty={<Empty title={t.none}>{t.noneTodo}</Empty>}
        columns={[
          { key: "title", title: t.title, cell: (row) => row.title },
          { key: "step", title: t.step, cell: (row) => say(row.step), width: 130 },
          { key: "due", title: t.due, cell: (row) => <Due due={row.due} overdue={row.overdue} />, width: 170 },
          { key: "region", title: t.region, cell: (row) => row.place || row.region_name, width: 150 },
          { key: "handler", title: t.handler, cell: (row) => row.handler ?? t.nobody, width: 110 },
          { key: "department", title: t.department, cell: (row) => row.department, width: 150 },
          { key: "flow", title: t.flow, cell: (row) => say(row.flow), extra: true, width: 150 },
          { key: "opened", title: t.opened, cell: (row) => day(row.opened_at, language), extra: true, width: 110 },
          { key: "number", title: t.number, cell: (row) => row.number, extra: true, width: 120 },
        ]}
      />
    </Page>
  );
}

const NOTHING = { rows: [], next: null, total: 0, more: false };
