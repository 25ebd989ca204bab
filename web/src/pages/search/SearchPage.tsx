import { Button, Input } from "antd";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api } from "../../api/client";
import { useMay } from "../../api/session";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { FindingState } from "../findings/FindingState";
import { OrderState } from "../orders/OrderState";
import { RequestState } from "../desk/RequestState";
import { useAim, type Aim } from "../entities/purposes";
import { words } from "./words";
import "./SearchPage.css";

const FEW = 8;

/** What was looked for, in everything one may see: the first few of each kind, and the way to all of them. */
export default function SearchPage(): ReactNode {
  const t = useWords(words);
  const [address, setAddress] = useSearchParams();
  const q = (address.get("q") ?? "").trim();
  const reads = useMay("findings.read");
  const takes = useMay("requests.take");
  const profiles = useMay("profiles.read");
  return (
    <Page title={t.search} lead={q && t.lead(q)}>
      <form role="search" className="search" onSubmit={(event) => {
        event.preventDefault();
        const sought = new FormData(event.currentTarget).get("q");
        if (typeof sought === "string") setAddress(sought.trim() ? { q: sought.trim() } : {});
      }}>
        <Input key={q} name="q" type="search" defaultValue={q} aria-label={t.words} />
        <Button type="primary" htmlType="submit">{t.find}</Button>
      </form>
      {!q && <Empty title={t.nothingAsked}>{t.nothingAskedTodo}</Empty>}
      {q && reads && <Findings key={`findings ${q}`} q={q} />}
      {q && <Orders key={`orders ${q}`} q={q} />}
      {q && takes && <Requests key={`requests ${q}`} q={q} />}
      {q && profiles && <Profiles key={`profiles ${q}`} q={q} />}
    </Page>
  );
}

function Findings({ q }: { q: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const found = api.useQuery("get", "/api/findings", { params: { query: { q, limit: FEW } } });
  return (
    <Found
      title={t.findings} found={found} all={`/findings?state=all&q=${encodeURIComponent(q)}`}
      line={(row) => ({ id: row.finding, to: `/findings/${row.finding}`, text: row.reason ?? say(row.title), state: <FindingState state={row.state} />, more: `${row.finding} · ${say(row.title)}` })}
    />
  );
}

function Orders({ q }: { q: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const found = api.useQuery("get", "/api/orders", { params: { query: { q, limit: FEW } } });
  return (
    <Found
      title={t.orders} found={found} all={`/orders?q=${encodeURIComponent(q)}`}
      line={(row) => ({ id: row.number, to: `/orders/${row.number}`, text: row.title, state: <OrderState state={row.state} />, more: `${row.number} · ${say(row.step)} · ${row.department}` })}
    />
  );
}

function Requests({ q }: { q: string }): ReactNode {
  const t = useWords(words);
  const found = api.useQuery("get", "/api/desk/requests", { params: { query: { q, limit: FEW } } });
  return (
    <Found
      title={t.requests} found={found} all={`/desk/requests?q=${encodeURIComponent(q)}`}
      line={(row) => ({ id: row.number, to: `/desk/requests/${row.number}`, text: row.title, state: <RequestState state={row.state} />, more: [row.number, row.category, row.place].filter(Boolean).join(" · ") })}
    />
  );
}

/** Companies, people and places by name, for each purpose that one may read profiles for. */
function Profiles({ q }: { q: string }): ReactNode {
  const { aims } = useAim("profiles");
  return aims?.map((aim) => <OfKind key={`${aim.kind} ${aim.purpose}`} aim={aim} q={q} />);
}

function OfKind({ aim, q }: { aim: Aim; q: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const long = q.length > 1;
  const isPlace = aim.kind === "place";
  const places = api.useQuery("get", "/api/entities/places/found", { params: { query: { purpose: aim.purpose, q } } }, { enabled: isPlace && long });
  const named = api.useQuery("get", "/api/entities/found", { params: { query: { ...aim, q } } }, { enabled: !isPlace && long });
  const { isError, error, refetch } = isPlace ? places : named;
  const found = isPlace
    ? places.data?.map((one) => ({ id: one.place, to: `/places/${one.place}`, text: one.name, more: say(one.level) }))
    : named.data?.map((one) => ({ id: one.entity, to: `/profiles/${aim.kind}/${one.entity}`, text: one.name, more: one.entity }));
  return (
    <Card title={t.profiles[aim.kind as keyof typeof t.profiles]} actions={<span className="quiet small">{t.forPurpose(aim.purpose)}</span>}>
      {!long && <p className="quiet">{t.tooShort}</p>}
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {long && !found && !isError && <Loading rows={3} />}
      {found?.length === 0 && <p className="quiet">{t.none}</p>}
      <ul className="plain">
        {found?.slice(0, FEW).map((one) => (
          <li key={one.id}><Link to={`${one.to}?purpose=${encodeURIComponent(aim.purpose)}`}>{one.text ?? one.id}</Link><div className="quiet small">{one.more}</div></li>
        ))}
      </ul>
    </Card>
  );
}

interface Line {
  id: string;
  to: string;
  text: string;
  state: ReactNode;
  more: string;
}

interface Props<Row> {
  title: string;
  found: { data: { rows: Row[]; total: number; more: boolean; next?: string | null } | undefined; isError: boolean; error: unknown; refetch: () => unknown };
  /** The list with everything that was found. */
  all: string;
  line: (row: Row) => Line;
}

function Found<Row>({ title, found: { data, isError, error, refetch }, all, line }: Props<Row>): ReactNode {
  const t = useWords(words);
  const total = data ? `${String(data.total)}${data.more ? "+" : ""}` : "";
  return (
    <Card title={data ? `${title} ${total}` : title} actions={data?.next && <Link to={all}>{t.all(total)}</Link>}>
      {isError && <Failed error={error} retry={() => { refetch(); }} />}
      {!data && !isError && <Loading rows={3} />}
      {data?.rows.length === 0 && <p className="quiet">{t.none}</p>}
      <ul className="plain">
        {data?.rows.map(line).map((one) => (
          <li key={one.id}><Link to={one.to}>{one.text}</Link> {one.state}<div className="quiet small">{one.more}</div></li>
        ))}
      </ul>
    </Card>
  );
}
