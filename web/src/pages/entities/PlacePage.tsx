import type { ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Findings, Known, Timeline } from "./parts";
import { useAim } from "./purposes";
import { words } from "./words";
import "./entities.css";

type Place = Shape["PlaceProfile"];

/** All that the departments know of a building, a house or a room, as far as it is granted for the purpose. */
export default function PlacePage(): ReactNode {
  const t = useWords(words);
  const { place = "" } = useParams();
  const [address] = useSearchParams();
  const { aims, error } = useAim("profiles");
  const purpose = address.get("purpose") ?? aims?.find((one) => one.kind === "place")?.purpose;
  return (
    <>
      {error !== null && <Failed error={error} />}
      {purpose === undefined && aims && <Page title={t.place}><Empty title={t.noGrant}>{t.noGrantTodo}</Empty></Page>}
      {purpose === undefined && !aims && <Loading />}
      {purpose !== undefined && <Asked place={place} purpose={purpose} />}
    </>
  );
}

function Asked({ place, purpose }: { place: string; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data, isPending, isError, error, refetch } = api.useQuery("get", "/api/entities/places/{place}", { params: { path: { place }, query: { purpose } } });
  return (
    <Page title={data?.name ?? t.place} trail={[{ title: t.profiles, to: `/profiles?kind=place&purpose=${encodeURIComponent(purpose)}` }]} lead={data && t.choose(say(data.level), purpose)}>
      {isPending && <Loading />}
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {data && <Whole of={data} purpose={purpose} />}
    </Page>
  );
}

function Whole({ of, purpose }: { of: Place; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const facts: [string, ReactNode][] = [
    [t.around, of.around.length === 0 ? "—" : <span className="place-way">{of.around.map((one, at) => <span key={one.place}>{at > 0 && " › "}<To place={one} purpose={purpose} /></span>)}</span>],
    [t.grid, of.grid ? t.bracketed(of.grid.department, of.grid.region) : t.gridNone],
    ...(of.grid ? [[t.keeper, of.grid.people.length === 0 ? t.keeperNone : of.grid.people.map((one) => t.bracketed(one.name, one.role)).join(t.comma)] as [string, ReactNode]] : []),
    ...of.labels.map((one): [string, ReactNode] => [say(one.label), one.value]),
    [t.point, of.longitude === null || of.latitude === null ? t.pointNone : `${of.longitude.toFixed(5)}, ${of.latitude.toFixed(5)}`],
  ];
  return (
    <>
      <Card title={t.where}><Facts facts={facts} /></Card>
      <Findings of={of.findings} />
      <Somebody title={t.companiesHere} none={t.companiesNone} kind="company" of={of.companies} purpose={purpose} />
      {of.people === null
        ? <Card title={t.peopleHere}><p className="quiet">{t.peopleWithheld}</p></Card>
        : <Somebody title={t.peopleHere} none={t.peopleNone} kind="person" of={of.people} purpose={purpose} />}
      {of.inside.length > 0 && (
        <Card title={t.inside}>
          <ul className="plain">{of.inside.map((one) => <li key={one.place}><To place={one} purpose={purpose} /> <span className="quiet small">{say(one.level)}</span></li>)}</ul>
        </Card>
      )}
      <Card title={t.known}>
        {of.known.length === 0 && <p className="quiet">{t.knownNone}</p>}
        {of.known.map((one) => <Known key={`${one.department} ${one.source.zh}`} of={one} />)}
      </Card>
      <Timeline of={of.timeline} />
    </>
  );
}

function To({ place, purpose }: { place: Shape["PlaceNamed"]; purpose: string }): ReactNode {
  return <Link to={`/places/${place.place}?purpose=${encodeURIComponent(purpose)}`}>{place.name}</Link>;
}

/** Companies or people of whom rows are here, with who says so. */
function Somebody({ title, none, kind, of, purpose }: { title: string; none: string; kind: string; of: readonly Shape["SomebodyHere"][]; purpose: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={title}>
      {of.length === 0 && <p className="quiet">{none}</p>}
      <ul className="plain">
        {of.map((one) => (
          <li key={one.entity}>
            <Link to={`/profiles/${kind}/${one.entity}?purpose=${encodeURIComponent(purpose)}`}>{one.name ?? one.entity}</Link>
            <div className="quiet small">{one.sources.map((by) => `${by.department} · ${say(by.source)}`).join(t.semicolon)}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
