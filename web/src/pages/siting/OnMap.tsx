import { useMemo, type ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Failed, Loading } from "../../ui/States";
import { useGround } from "../map/reading";
import { Figures } from "../statistics/Figures";
import { Drawing, type Placed } from "./Drawing";
import { told, type Siting } from "./numbers";
import { words } from "./words";

type Point = Shape["SitingPoint"];
type Site = Shape["SitingSite"];
const MOST = 10;

/** One plan on the map; and, in words, whom it does not reach and what each site takes. */
export function OnMap({ siting, plan }: { siting: Siting; plan: string }): ReactNode {
  const t = useWords(words);
  const map = api.useQuery("get", "/api/map");
  const { data, error, refetch } = api.useQuery("get", "/api/siting/{scenario}/{siting}/plan", { params: { path: { scenario: siting.scenario, siting: siting.siting }, query: { name: plan } } });
  const ground = useGround(map.data?.has_ground ?? false).data;
  const reach = useMemo(() => reachOf(siting), [siting]);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data || !map.data || (map.data.has_ground && !ground)) return <Loading rows={8} />;
  return (
    <div className="siting-map">
      <div>
        <div className="siting-frame">
          <Drawing ground={ground} points={placed(data.points)} sites={placed(data.sites)} reach={reach} />
          {map.data.fictional && <p className="siting-mark small">{t.fictional}</p>}
        </div>
        <Legend reach={reach !== null} states={[...new Set(data.sites.map((site) => site.state))]} />
      </div>
      <div>
        <Worst siting={siting} points={data.points} />
        <Sites siting={siting} sites={data.sites} />
      </div>
    </div>
  );
}

function Legend({ reach, states }: { reach: boolean; states: readonly Site["state"][] }): ReactNode {
  const t = useWords(words);
  const kinds = ["covered", "uncovered", ...states, ...(reach ? ["reach"] : [])] as (keyof typeof t.legend)[];
  return <ul className="siting-legend small">{kinds.map((kind) => <li key={kind}><span className="siting-swatch" data-kind={kind} aria-hidden="true" />{t.legend[kind]}</li>)}</ul>;
}

/** Where most is not covered. */
function Worst({ siting, points }: { siting: Siting; points: readonly Point[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const far = points
    .map((point) => ({ point, missed: typeof point.demand === "number" && typeof point.covered === "number" ? point.demand - point.covered : 0 }))
    .filter(({ missed }) => missed > 0)
    .sort((one, other) => other.missed - one.missed)
    .slice(0, MOST);
  return (
    <>
      <h3>{t.worst}</h3>
      {far.length === 0 && <p className="quiet">{t.worstNone}</p>}
      {far.length > 0 && (
        <Figures
          title={t.worst}
          heads={[t.place, t.uncovered(say(siting.demand)), t.distance]}
          rows={far.map(({ point, missed }) => ({ key: point.point, cells: [point.name ?? point.point, told(missed), typeof point.distance === "number" ? t.units[siting.unit](told(point.distance)) : t.nobody] }))}
        />
      )}
    </>
  );
}

function Sites({ siting, sites }: { siting: Siting; sites: readonly Site[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const limited = sites.some((site) => site.capacity !== null);
  const order = ["new", "stands", "closed"];
  const used = sites.filter((site) => site.state !== "candidate");
  const rows = [...used].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <>
      <h3>{say(siting.sites)}</h3>
      <Figures
        title={say(siting.sites)}
        heads={[t.site, t.state, t.load(say(siting.demand)), ...(limited ? [t.capacity] : [])]}
        rows={rows.map((site) => ({ key: site.site, cells: [site.name ?? site.site, t.states[site.state], told(site.load), ...(limited ? [site.capacity === null ? t.unlimited : told(site.capacity)] : [])] }))}
      />
      {used.length < sites.length && <p className="quiet small">{t.unused(sites.length - used.length)}</p>}
    </>
  );
}

/** How many metres from a site are still near; null where distances are told in a table. */
function reachOf({ detour, kmh, unit, within }: Siting): number | null {
  if (detour === null) return null;
  const km = unit === "km" ? within : (within / 60) * (kmh ?? 0);
  return (km / detour) * 1000;
}

function placed<One extends Point | Site>(all: readonly One[]): Placed<One>[] {
  return all.flatMap((one) => (typeof one.longitude === "number" && typeof one.latitude === "number" ? [{ one, at: [one.longitude, one.latitude] as const }] : []));
}
