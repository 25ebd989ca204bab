import { Button } from "antd";
import type { ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { graded } from "../../lib/grades";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/States";
import { NotMade } from "./NotMade";
import { share } from "./share";
import { ToSign } from "./signing/ToSign";
import { words } from "./words";

type Row = Shape["EntryRow"];
const FACETS = ["kind", "owner", "grade", "sharing"] as const;
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** Every table there is; with words, the tables and columns that answer to them, best first. */
export default function CataloguePage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const choices = api.useQuery("get", "/api/catalogue/choices").data;
  return (
    <Page
      title={t.catalogue}
      lead={t.lead}
      actions={(["resources", "lists", "dcat", "openlineage"] as const).map((form) => <Button key={form} href={`/api/catalogue/export?form=${form}`}>{form === "resources" ? t.exported : t[form]}</Button>)}
    >
      <NotMade />
      <ToSign />
      <DataList<Row>
        title={t.catalogue}
        source={{ key: ["get", "/api/catalogue"], load: async ({ after, ...query }) => (await server.GET("/api/catalogue", { params: { query: { ...query, ...(after ? { after: Number(after) } : {}) } } })).data ?? NOTHING }}
        filters={[
          { name: "q", label: t.search, kind: "search" },
          ...FACETS.map((facet) => ({
            name: facet,
            label: t[facet],
            kind: "choice" as const,
            options: (choices?.[facet] ?? []).map((one) => ({ value: one.value, label: `${say(one.title)} (${String(one.tables)})` })),
          })),
        ]}
        id={(row) => `${row.table} ${row.column ?? ""}`}
        name={(row) => `${say(row.title)} ${row.column ?? ""}`}
        to={(row) => `/catalogue/${encodeURIComponent(row.table)}${row.column ? `#${encodeURIComponent(row.column)}` : ""}`}
        empty={<Empty title={t.none}>{t.noneTodo}</Empty>}
        columns={[
          { key: "name", title: t.name, cell: (row) => <>{row.column ? `${say(row.title)} · ${row.column}` : say(row.title)}<div className="small quiet">{row.column ? t.column : row.table}</div></> },
          { key: "owner", title: t.owner, cell: (row) => row.owner, width: 130 },
          { key: "rows", title: t.rows, cell: (row) => row.rows?.toLocaleString("en") ?? "—", numeric: true, width: 110 },
          { key: "arrived", title: t.arrived, cell: (row) => <><span className="number">{row.arrived ? day(row.arrived, language) : "—"}</span>{row.cadence && <div className="small quiet">{t.cadences[row.cadence as "once"]}</div>}</>, width: 120 },
          { key: "sharing", title: t.sharing, cell: (row) => say(row.sharing), width: 130 },
          { key: "grade", title: t.grade, cell: (row) => say(graded(row.grade)), width: 100 },
          { key: "score", title: t.score, cell: (row) => share(row.score), numeric: true, width: 100, extra: true },
          { key: "used", title: t.lastUsed, cell: (row) => row.last_used ? day(row.last_used, language) : t.never, width: 120, extra: true },
        ]}
      />
    </Page>
  );
}
