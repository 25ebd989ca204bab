import { Button } from "antd";
import { useState, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Empty } from "../../ui/States";
import { Status } from "../../ui/Status";
import { ReportError } from "../../views/reporting/ReportError";
import { words } from "./words";
import "./Evidence.css";

type Group = Shape["ExhibitOut"];

const FEW = 2;
const SHORT = 8;

/** Departments' rows, side by side. `whole`: every row at once, as on paper. */
export function Exhibits({ groups, whole = false }: { groups: readonly Group[]; whole?: boolean }): ReactNode {
  const t = useWords(words);
  if (groups.length === 0) return <Empty>{t.noEvidence}</Empty>;
  return <div className="evidence">{groups.map((group) => <Source key={`${group.department} ${group.evidence}`} group={group} whole={whole} />)}</div>;
}

/** One department's rows: a few stand as columns beside their names, many as a table of their own width. */
function Source({ group, whole }: { group: Group; whole: boolean }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [all, setAll] = useState(whole);
  const wide = group.rows.length > FEW;
  const rows = all ? group.rows : group.rows.slice(0, SHORT);
  const columns = group.columns.map((column, at) => ({ ...column, at }));
  columns.sort((one, other) => Number(other.deciding) - Number(one.deciding));
  const heading = `${group.department} · ${say(group.source)}`;
  return (
    <section className="evidence-source" data-wide={wide ? "" : undefined}>
      <h3>{heading} <span className="quiet small">{group.evidence} {t.rowsN(group.total)}</span></h3>
      <div className="evidence-scroll" role="region" aria-label={heading} tabIndex={0}>
        <table className="evidence-table">
          <caption className="hidden">{heading}</caption>
          {wide
            ? (
              <>
                <thead><tr><th scope="col">{t.place}</th>{columns.map((column) => <Name key={column.name} column={column} scope="col" />)}</tr></thead>
                <tbody>{rows.map((row) => <tr key={row.place}><th scope="row" className="evidence-place">{row.place}<Report group={group} row={row} whole={whole} /></th>{columns.map((column) => <Cell key={column.name} deciding={column.deciding} value={row.values?.[column.at]} withheld={!row.values} />)}</tr>)}</tbody>
              </>
            )
            : (
              <tbody>
                {columns.map((column) => <tr key={column.name}><Name column={column} scope="row" />{rows.map((row) => <Cell key={row.place} deciding={column.deciding} value={row.values?.[column.at]} withheld={!row.values} />)}</tr>)}
                <tr><th scope="row">{t.place}</th>{rows.map((row) => <td key={row.place} className="evidence-place">{row.place}<Report group={group} row={row} whole={whole} /></td>)}</tr>
              </tbody>
            )}
        </table>
      </div>
      {!all && group.rows.length > SHORT && <p><Button size="small" onClick={() => { setAll(true); }}>{t.showAll(group.rows.length)}</Button></p>}
      {all && group.total > group.rows.length && <p className="quiet small">{t.notAll(group.rows.length, group.total)}</p>}
    </section>
  );
}

/** Whoever is given the row may say that it is wrong; on paper nobody can. */
function Report({ group, row, whole }: { group: Group; row: Group["rows"][number]; whole: boolean }): ReactNode {
  if (whole || !row.values) return null;
  return <div><ReportError of={{ table: group.table, batch: row.batch, row: row.row, columns: group.columns.map((column) => column.name) }} /></div>;
}

function Name({ column, scope }: { column: { name: string; deciding: boolean }; scope: "col" | "row" }): ReactNode {
  const t = useWords(words);
  return <th scope={scope} data-deciding={column.deciding ? "" : undefined}>{column.name} {column.deciding && <Status tone="warn">{t.deciding}</Status>}</th>;
}

function Cell({ value, deciding, withheld }: { value: string | null | undefined; deciding: boolean; withheld: boolean }): ReactNode {
  const t = useWords(words);
  const said = withheld ? t.withheldCell : value ?? "—";
  return <td>{deciding && value ? <mark>{said}</mark> : <span className={value ? undefined : "quiet"}>{said}</span>}</td>;
}
