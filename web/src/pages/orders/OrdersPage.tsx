import type { ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { useMay } from "../../api/session";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import type { Query } from "../../ui/list/listing";
import type { FileForm } from "../../ui/list/TakeOut";
import { Page } from "../../ui/Page";
import { Due } from "./Due";
import { OrderState } from "./OrderState";
import { words } from "./words";

type State = "open" | "overdue" | "suspended" | "closed" | "cancelled";
const STATES: readonly State[] = ["open", "overdue", "suspended", "closed", "cancelled"];

/** Every order one may see. */
export default function OrdersPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const reads = useMay("statistics.read");
  const flows = api.useQuery("get", "/api/orders/flows").data ?? [];
  return (
    <Page title={t.orders}>
      <DataList<Shape["OrderRow"]>
        title={t.orders}
        source={{ key: ["get", "/api/orders"], load: async (query) => (await server.GET("/api/orders", { params: { query: askedOf(query) } })).data ?? NOTHING }}
        {...(reads ? { takeOut: (query: Query, form: FileForm) => server.GET("/api/orders/export", { params: { query: { ...askedOf(query), form, english: language === "en" } }, parseAs: "blob" }) } : {})}
        filters={[
          { name: "q", label: t.words, kind: "search" },
          { name: "state", label: t.state, kind: "choice", options: STATES.map((state) => ({ value: state, label: t.states[state] })) },
          { name: "flow", label: t.flow, kind: "choice", options: flows.map((flow) => ({ value: `${flow.scenario}/${flow.name}`, label: say(flow.title) })) },
        ]}
        id={(row) => row.number}
        name={(row) => row.title}
        to={(row) => `/orders/${row.number}`}
        columns={[
          { key: "title", title: t.title, cell: (row) => row.title },
          { key: "state", title: t.state, cell: (row) => <OrderState state={row.state} />, width: 100 },
          { key: "step", title: t.step, cell: (row) => say(row.step), width: 130 },
          { key: "due", title: t.due, cell: (row) => row.state === "closed" ? "" : <Due due={row.due} overdue={row.overdue} />, width: 170 },
          { key: "department", title: t.department, cell: (row) => row.department, width: 150 },
          { key: "region", title: t.region, cell: (row) => row.region_name, width: 150 },
          { key: "handler", title: t.handler, cell: (row) => row.handler ?? t.nobody, width: 110, extra: true },
          { key: "opened", title: t.opened, cell: (row) => day(row.opened_at, language), extra: true, width: 110 },
          { key: "number", title: t.number, cell: (row) => row.number, extra: true, width: 120 },
        ]}
      />
    </Page>
  );
}

/** The filters of the address, as the server takes them. */
function askedOf({ state, ...query }: Query) {
  return { ...query, ...(state ? { state: state as State } : {}) };
}

const NOTHING = { rows: [], next: null, total: 0, more: false };
