import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { useMay } from "../../api/session";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { words } from "../words";

/** Counts that lead to what they count. The server counts up to a thousand. */
export function Waiting(): ReactNode {
  const t = useWords(words);
  const findings = useFindings();
  const requests = useRequests();
  const changes = useChanges();
  const { data: counts } = api.useQuery("get", "/api/orders/counts");
  if (!counts) return null;
  const tiles = [
    ...findings,
    ...requests,
    ...changes,
    [t.mine, counts.mine, "/tasks?whose=mine"],
    [t.mineOverdue, counts.mine_overdue, "/tasks?whose=mine"],
    [t.unclaimed, counts.unclaimed, "/tasks?whose=unclaimed"],
    [t.toDecide, counts.to_decide, "/orders?state=open"],
    [t.toAsk, counts.to_ask, "/orders?state=closed&asking=due"],
    [t.openOrders, counts.open, "/orders?state=open"],
    [t.overdueOrders, counts.overdue, "/orders?state=overdue"],
  ] as const;
  return (
    <Card title={t.waitingForYou}>
      <ul className="tiles">
        {tiles.filter(([label, number]) => number > 0 || label === t.mine).map(([label, number, to]) => (
          <li key={label}><Link to={to}><span className="tile-number number">{number >= MOST ? `${String(MOST)}+` : number}</span> <span>{label}</span></Link></li>
        ))}
      </ul>
    </Card>
  );
}

/** Findings to triage, those given to one, and questions to one's departments. */
function useFindings(): readonly (readonly [label: string, number: number, to: string])[] {
  const t = useWords(words);
  const reads = useMay("findings.read");
  const triages = useMay("findings.triage");
  const fresh = api.useQuery("get", "/api/findings", { params: { query: { state: ["new"], limit: 1 } } }, { enabled: triages }).data;
  const given = api.useQuery("get", "/api/findings", { params: { query: { state: ["new"], assignee: "me", limit: 1 } } }, { enabled: reads }).data;
  const asked = api.useQuery("get", "/api/questions", { params: { query: { which: "to_answer", limit: 1 } } }).data;
  return [
    [t.newFindings, fresh?.total ?? 0, "/findings"],
    [t.givenFindings, given?.total ?? 0, "/findings?assignee=me"],
    [t.questions, asked?.total ?? 0, "/questions"],
  ];
}

/** Requests to take a decision on, to answer, and callers to tell, at one's desks. */
function useRequests(): readonly (readonly [label: string, number: number, to: string])[] {
  const t = useWords(words);
  const takes = useMay("requests.take");
  const counts = api.useQuery("get", "/api/desk/counts", {}, { enabled: takes }).data;
  return [
    [t.newRequests, counts?.new ?? 0, "/desk/requests?state=new"],
    [t.toAnswer, counts?.handled ?? 0, "/desk/requests?state=handled"],
    [t.toTell, counts?.to_tell ?? 0, "/desk/requests?state=to_tell"],
  ];
}

/** Changes of the catalogue that one may sign, requests for sharing that one may answer or except. */
function useChanges(): readonly (readonly [label: string, number: number, to: string])[] {
  const t = useWords(words);
  const signs = useMay("catalogue.sign");
  const { data } = api.useQuery("get", "/api/catalogue/signing", {}, { enabled: signs });
  const shares = [useMay("sharing.decide"), useMay("sharing.lift")];
  const requests = api.useQuery("get", "/api/sharing/waiting", {}, { enabled: shares.includes(true) }).data;
  return [
    [t.toSign, data?.filter((one) => one.may_sign).length ?? 0, "/catalogue"],
    [t.toShare, requests?.waiting ?? 0, shares[0] ? "/sharing" : "/sharing?which=to_lift"],
  ];
}

const MOST = 1000;
