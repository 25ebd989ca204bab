import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Relations } from "./Relations";
import { Findings, Known, Timeline } from "./parts";
import { Rights } from "./Rights";
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
    <Page title={data?.name ?? t.profiles} trail={[{ title: t.profiles, to: "/profiles" }]} lead={data && t.choose(t.kinds[data.kind as keyof typeof t.kinds], purpose)}>
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
      <Findings of={of.findings} />
      {of.ground.length > 0 && <Rights of={of} />}
      {of.places.length > 0 && <Places of={of.places} purpose={purpose} />}
      <Relations of={of} purpose={purpose} />
      <Card title={t.known}>{of.known.map((one) => <Known key={`${one.department} ${one.source.zh}`} of={one} />)}</Card>
      <Timeline of={of.timeline} />
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

/** Where the rows about it are, each with who says so. */
function Places({ of, purpose }: { of: Profile["places"]; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.places}>
      <ul className="plain">
        {of.map((one, at) => (
          <li key={at}>
            <Link to={`/places/${one.place}?purpose=${encodeURIComponent(purpose)}`}>{one.name}</Link> <span className="quiet small">{say(one.level)}</span>
            <div className="quiet small">{one.department} · {say(one.source)}{one.reasons.map((reason) => <span key={reason.zh}> · {say(reason)}</span>)}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
