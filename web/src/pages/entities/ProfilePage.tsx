import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { FindingState } from "../findings/FindingState";
import { Relations } from "./Relations";
import { words } from "./words";
import "./entities.css";

type Profile = Shape["Profile"];

/** All that the departments know of one person or company, as far as it is granted for the purpose. */
export default function ProfilePage(): ReactNode {
  const t = useWords(words);
  const { kind = "", entity = "" } = useParams();
  const [address] = useSearchParams();
  const purpose = address.get("purpose") ?? "";
  const { data, isPending, isError, error, refetch } = api.useQuery("get", "/api/entities/profiles/{kind}/{entity}", { params: { path: { kind, entity }, query: { purpose } } });
  return (
    <Page title={data?.name ?? t.profiles} trail={[{ title: t.profiles, to: "/profiles" }]} lead={data && t.choose(t.kinds[data.kind as "company" | "person"], purpose)}>
      {isPending && <Loading />}
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {data && <Whole of={data} purpose={purpose} />}
    </Page>
  );
}

function Whole({ of, purpose }: { of: Profile; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <>
      <Card title={t.believed}>
        <Facts facts={of.believed.map((one) => [say(one.label), one.value ?? "—"])} />
      </Card>
      {of.facts.length > 0 && <Card title={t.facts}><Said of={of} /></Card>}
      <Card title={t.findings}>
        {of.findings.length === 0 && <p className="quiet">{t.findingsNone}</p>}
        <ul className="plain">
          {of.findings.map((one) => (
            <li key={one.finding}>
              <Link to={`/findings/${one.finding}`}>{say(one.title)}</Link> <FindingState state={one.state} /> <span className="quiet small">{one.seen}</span>
              {one.orders.map((order) => <span key={order}> <Link to={`/orders/${order}`}>{order}</Link></span>)}
            </li>
          ))}
        </ul>
      </Card>
      <Relations of={of} purpose={purpose} />
      <Card title={t.known}>{of.known.map((one) => <Known key={`${one.department} ${one.source.zh}`} of={one} />)}</Card>
      <Card title={t.timeline}>
        {of.timeline.length === 0 && <p className="quiet">{t.timelineNone}</p>}
        <ol className="plain timeline">{of.timeline.map((one) => <li key={`${one.date} ${one.department} ${one.source.zh}`}><span className="timeline-date">{one.date}</span> {one.department} · {say(one.source)}</li>)}</ol>
      </Card>
    </>
  );
}

function Said({ of }: { of: Profile }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="entity-scroll" role="region" aria-label={t.facts} tabIndex={0}>
      <table className="entity-table">
        <thead><tr>{[t.attribute, t.value, t.source, t.seen].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {of.facts.map((fact, at) => (
            <tr key={at}>
              <th scope="row">{say(fact.label)}</th>
              <td>{fact.value ?? "—"} {fact.chosen && <Status tone="good">{t.chosen}</Status>}</td>
              <td>{fact.department} · {say(fact.source)} <span className="quiet small">{t.agreeing(fact.sources)}</span></td>
              <td>{fact.seen ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One department's rows, the newest first. */
function Known({ of }: { of: Shape["Known"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const heading = `${of.department} · ${say(of.source)}`;
  return (
    <section className="known">
      <h3>{heading} <span className="quiet small">{t.rows(of.total)}</span></h3>
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
      {of.rows !== null && of.rows.length < of.total && <p className="quiet small">{t.notAll(of.rows.length, of.total)}</p>}
    </section>
  );
}
