import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { FindingState } from "../findings/FindingState";
import { words } from "./words";

/** What tells a found entity from its namesakes. */
export function Apart({ of }: { of: Shape["EntityFound"] }): ReactNode {
  const t = useWords(words);
  return <div className="quiet small">{of.entity} · {t.sources(of.sources ?? 0)}</div>;
}

/** Findings that one may see, with their orders. */
export function Findings({ of }: { of: readonly Shape["EntityFinding"][] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.findings}>
      {of.length === 0 && <p className="quiet">{t.findingsNone}</p>}
      <ul className="plain">
        {of.map((one) => (
          <li key={one.finding}>
            <Link to={`/findings/${one.finding}`}>{say(one.title)}</Link> <FindingState state={one.state} /> <span className="quiet small">{one.seen}</span>
            {one.orders.map((order) => <span key={order}> <Link to={`/orders/${order}`}>{order}</Link></span>)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** When who saw something, the last first. */
export function Timeline({ of }: { of: readonly Shape["EntityMoment"][] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.timeline}>
      {of.length === 0 && <p className="quiet">{t.timelineNone}</p>}
      <ol className="plain timeline">{of.map((one) => <li key={`${one.date} ${one.department} ${one.source.zh}`}><span className="timeline-date">{one.date}</span> {one.department && `${one.department} · `}{say(one.source)}</li>)}</ol>
    </Card>
  );
}

/** One department's rows, the newest first. */
export function Known({ of }: { of: Shape["KnownHere"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const heading = `${of.department} · ${say(of.source)}`;
  return (
    <section className="known">
      <h3>{heading} <span className="quiet small">{of.total !== null && t.rows(of.total)}</span></h3>
      {of.rows === null
        ? <p className="quiet">{t.withheld}</p>
        : (
          <div className="entity-scroll" role="region" aria-label={heading} tabIndex={0}>
            <table className="entity-table">
              <thead><tr>{of.columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
              <tbody>{of.rows.map((row, at) => <tr key={at}>{row.map((value, place) => <td key={place}>{value ?? "—"}</td>)}</tr>)}</tbody>
            </table>
          </div>
        )}
      {of.rows !== null && of.total !== null && of.rows.length < of.total && <p className="quiet small">{t.notAll(of.rows.length, of.total)}</p>}
    </section>
  );
}
