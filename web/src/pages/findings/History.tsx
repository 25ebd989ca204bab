import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { amount, day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Status } from "../../ui/Status";
import { useChoices } from "./calls";
import { FindingState } from "./FindingState";
import { words } from "./words";

type Finding = Shape["FindingOut"];

/** What became of it, its orders, and what else there is about the same subject. */
export function History({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      {finding.orders.length > 0 && (
        <Card title={t.orders}>
          <ul className="plain">
            {finding.orders.map((order) => (
              <li key={order.number}><Link to={`/orders/${order.number}`}>{order.number}</Link> <Status tone={order.closed_at ? "good" : "note"}>{order.closed_at ? t.orderClosed : t.orderOpen}</Status> <span className="quiet small number">{day(order.opened_at, language)}</span></li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t.decisions}><Decisions finding={finding} /></Card>
      <Card title={t.others}><Others finding={finding} /></Card>
    </>
  );
}

function Decisions({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { reasons } = useChoices();
  const because = (reason: string): string => {
    const title = reasons.find((one) => one.reason === reason)?.title;
    return title ? say(title) : reason;
  };
  if (finding.decisions.length === 0) return <p className="quiet">{t.noDecisions}</p>;
  return (
    <ol className="finding-course">
      {[...finding.decisions].reverse().map((one) => (
        <li key={one.id}>
          <strong>{t.kinds[one.kind]}</strong> {one.undone_at && <Status>{t.takenBack}</Status>}
          {one.reason && <div>{because(one.reason)}</div>}
          {one.words && <div className="finding-words">{one.words}</div>}
          {one.into && <div><Link to={`/findings/${one.into}`}>{one.into}</Link></div>}
          {one.order && <div><Link to={`/orders/${one.order}`}>{one.order}</Link></div>}
          {one.recovered && <div>{t.recovered} <span className="number">{amount(one.recovered)}</span></div>}
          <div className="quiet small"><span className="number">{moment(one.at, language)}</span> {one.decided_by}</div>
        </li>
      ))}
    </ol>
  );
}

function Others({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  if (finding.others.length === 0) return <p className="quiet">{t.noOthers}</p>;
  return (
    <ul className="plain">
      {finding.others.map((one) => (
        <li key={one.id}>
          <Link to={`/findings/${one.id}`}>{say(one.title)}</Link> <FindingState state={one.state} />
          <div className="quiet small"><span className="number">{day(one.first_seen, language)} {one.id}</span> {one.id === finding.merged_into || finding.merged.includes(one.id) ? t.mergedWith : ""}</div>
        </li>
      ))}
    </ul>
  );
}
