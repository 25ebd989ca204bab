import { Drawer } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Failed, Loading } from "../../ui/States";
import type { Inquiry } from "./answers";
import { ReportError } from "../reporting/ReportError";
import { Exports } from "./Exports";
import { words } from "./words";

/** The rows a number is counted from, as one's grants show them; findings lead to their pages. */
export function Behind({ inquiry, close }: { inquiry: Inquiry; close: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const told = api.useQuery("post", "/api/indicators/explain", { body: inquiry });
  const { data, error, isError, refetch } = api.useQuery("post", "/api/indicators/rows", { body: inquiry });
  const finding = data?.names.indexOf("finding") ?? -1;
  const [batch, number] = [data?.names.indexOf("_batch") ?? -1, data?.names.indexOf("_row") ?? -1];
  const table = batch >= 0 && number >= 0 ? told.data?.table : undefined;
  // Of a table that a scenario made, the department does not know the columns: what is wrong is said in words.
  const columns = table?.startsWith("standard.") ? data?.names.filter((name) => !name.startsWith("_")) ?? [] : [];
  return (
    <Drawer open onClose={close} size={960} title={t.behind} closable={{ "aria-label": t.close }}>
      {told.data && <p>{say(told.data.said)} <span className="quiet">{say(told.data.definition)} · {say(told.data.table_title)} · {told.data.owner}</span></p>}
      {told.data && <Exports inquiry={inquiry} granted={told.data.export} />}
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={8} />}
      {data && (
        <div className="behind" role="region" aria-label={t.behind} tabIndex={0}>
          <table className="panel-table">
            <thead><tr>{data.names.map((name, at) => <th key={name} scope="col">{say(data.titles[at] ?? { zh: name, en: name })}</th>)}{table && <th scope="col"><span className="hidden">{t.report}</span></th>}</tr></thead>
            <tbody>{data.rows.map((row, at) => <tr key={at}>{row.map((cell, place) => <td key={place}>{place === finding && cell ? <Link to={`/findings/${String(cell)}`}>{String(cell)}</Link> : typeof cell === "boolean" ? (cell ? t.yes : t.no) : String(cell ?? "")}</td>)}{table && <td><ReportError of={{ table, batch: String(row[batch]), row: Number(row[number]), columns }} /></td>}</tr>)}</tbody>
          </table>
          {data.more && <p className="quiet">{t.more}</p>}
        </div>
      )}
    </Drawer>
  );
}
