import { useState, type ReactNode } from "react";
import { useParams } from "react-router";
import { api } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Choice } from "../../ui/Choice";
import { Figures } from "../statistics/Figures";
import { Compared } from "./Compared";
import { Curve } from "./Curve";
import { share, told, type Siting } from "./numbers";
import { OnMap } from "./OnMap";
import { words } from "./words";
import "./siting.css";

/** One question of siting: its plans side by side, region by region, on the map, and what more sites would cover. */
export default function SitingPage(): ReactNode {
  const { scenario = "", siting = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/siting/{scenario}/{siting}", { params: { path: { scenario, siting } } });
  const t = useWords(words);
  const say = useSay();
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.title)} trail={[{ to: "/siting", title: t.siting }]} lead={say(data.question)}>
      <Compared siting={data} />
      <Shown siting={data} />
      <Regions siting={data} />
      {data.curve.length > 1 && <Curve siting={data} />}
      <How siting={data} />
    </Page>
  );
}

/** One plan on the map, with who it does not reach and its sites. */
function Shown({ siting }: { siting: Siting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [name, setName] = useState(siting.plans[0]?.plan ?? "");
  const options = siting.plans.map((plan) => ({ value: plan.plan, label: say(plan.title) }));
  return (
    <Card title={t.map}>
      <p className="siting-pick"><label htmlFor="siting-plan">{t.plan}</label><Choice id="siting-plan" value={name} options={options} onChange={setName} /></p>
      <OnMap siting={siting} plan={name} />
    </Card>
  );
}

function Regions({ siting }: { siting: Siting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [now] = siting.plans;
  if (!now?.regions.length) return null;
  return (
    <Card title={t.regions}>
      <Figures
        title={t.regions}
        heads={[t.region, t.demand(say(siting.demand)), ...siting.plans.map((plan) => say(plan.title))]}
        rows={now.regions.map((region) => ({
          key: region.region,
          cells: [region.name, told(region.demand), ...siting.plans.map((plan) => share(plan.regions.find((one) => one.region === region.region)?.share ?? null))],
        }))}
      />
    </Card>
  );
}

function How({ siting }: { siting: Siting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { detour, kmh, access } = siting;
  return (
    <Card title={t.how}>
      <Facts facts={[
        [t.within, t.units[siting.unit](told(siting.within))],
        [t.reference, siting.reference],
        [t.distanceWay, detour === null ? t.ways.matrix : t.ways.line(told(detour)) + (kmh !== null && siting.unit === "minutes" ? t.ways.speed(told(kmh)) : "")],
        ...(access ? [[t.accessWay, `${say(access)} · ${t.accessSaid}`] as const] : []),
        [t.owner, siting.owner],
      ]}
      />
      <p className="quiet small">{t.note}</p>
    </Card>
  );
}
