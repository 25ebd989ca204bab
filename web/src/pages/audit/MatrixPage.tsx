import { Button } from "antd";
import type { ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { graded } from "../../lib/grades";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Status, type Tone } from "../../ui/Status";
import { words as above } from "../administration/words";
import { words } from "./words";

type Cell = Shape["CellOut"];
const NOTHING = { rows: [], next: null, total: 0, more: false };
const TONES: Record<Cell["level"], Tone> = { none: "warn", partial: "note", general: "note", pseudonym: "note", full: "plain" };

/** Who sees how much of which column of which table, which rows, for what; as a workbook for auditors as well. */
export default function MatrixPage(): ReactNode {
  const t = useWords(words);
  const { audits } = useWords(above);
  const say = useSay();
  const audit = useUser().administrator === "audit";
  const purposes = api.useQuery("get", "/api/audit/purposes").data ?? [];
  return (
    <Page
      title={t.matrix}
      {...(audit ? { trail: [{ to: "/audit", title: audits }] } : {})}
      lead={t.matrixLead}
      actions={<Button href="/api/audit/matrix">{t.workbook}</Button>}
    >
      <DataList<Cell>
        title={t.matrix}
        source={{ key: ["get", "/api/audit/permissions"], load: async (query) => (await server.GET("/api/audit/permissions", { params: { query } })).data ?? NOTHING }}
        filters={[
          { name: "person", label: t.people, kind: "search" },
          { name: "purpose", label: t.purpose, kind: "choice", options: purposes.map((purpose) => ({ value: purpose, label: purpose })) },
          { name: "table", label: t.table, kind: "search" },
          { name: "column", label: t.column, kind: "search" },
        ]}
        id={(cell) => [cell.people, cell.posts, cell.purpose, cell.table, cell.column].join("|")}
        name={(cell) => `${cell.table} ${cell.column}`}
        to={(cell) => `/audit/matrix?table=${encodeURIComponent(cell.table)}&column=${encodeURIComponent(cell.column)}`}
        empty={t.noCells}
        columns={[
          { key: "column", title: t.column, width: 230, cell: (cell) => <>{cell.column}<div className="quiet small">{cell.table}</div></> },
          { key: "people", title: t.people, width: 230, cell: (cell) => <>{cell.people}<div className="quiet small">{cell.posts}</div></> },
          { key: "purpose", title: t.purpose, width: 150, cell: (cell) => cell.purpose },
          { key: "level", title: t.shown, width: 170, cell: (cell) => <><Status tone={TONES[cell.level]}>{t.levels[cell.level]}</Status><div className="quiet small extra">{say(cell.why)}</div></> },
          { key: "rows", title: t.rows, width: 200, cell: (cell) => <>{cell.rows === null ? t.allRows : <code className="small">{cell.rows}</code>}{cell.smallest !== null && <div className="quiet small">{t.smallest(cell.smallest)}</div>}</> },
          { key: "grade", title: t.grade, width: 130, extra: true, cell: (cell) => <>{say(graded(cell.grade))}<div className="quiet small">{cell.element}</div></> },
          { key: "export", title: t.export, width: 90, extra: true, cell: (cell) => cell.export ? t.yes : t.no },
          { key: "granted_in", title: t.grantedIn, width: 190, extra: true, cell: (cell) => <code className="small">{cell.granted_in}</code> },
        ]}
      />
    </Page>
  );
}
