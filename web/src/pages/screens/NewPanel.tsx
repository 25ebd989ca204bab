import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Failed, Loading } from "../../ui/States";
import { words } from "./words";

type Indicator = Shape["IndicatorOut"];
type Panel = Shape["PanelIn"];
const KINDS = ["kpi", "line", "bar", "ranking", "table", "gauge", "map", "calendar"] as const;
type Kind = (typeof KINDS)[number];
const GRAINS = ["month", "week", "day", "quarter", "year"] as const;
type Grain = (typeof GRAINS)[number];
const PERIODS = ["last_30_days", "this_month", "last_180_days", "last_365_days", "this_year", "all"] as const;
const MOST_GROUPS = 8;
/** Kinds that are drawn over time, and kinds that are drawn over groups; a table may be either. */
const OVER_TIME: readonly Kind[] = ["line", "calendar"];
const OVER_GROUPS: readonly Kind[] = ["bar", "ranking", "map"];

export type Wanted = Pick<Panel, "kind" | "asks">;

/** What a new panel asks, chosen from the indicators one may ask. */
export function NewPanel({ add }: { add: (wanted: Wanted) => void }): ReactNode {
  const t = useWords(words);
  const { data, error, isError, refetch } = api.useQuery("get", "/api/indicators");
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  return data.length === 0 ? <p className="quiet">{t.noIndicators}</p> : <Form indicators={data} add={add} />;
}

function Form({ indicators, add }: { indicators: readonly Indicator[]; add: (wanted: Wanted) => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [name, setName] = useState(indicators[0]?.name ?? "");
  const [kind, setKind] = useState<Kind>("kpi");
  const [period, setPeriod] = useState<string>("last_365_days");
  const [grain, setGrain] = useState<Grain>("month");
  const [by, setBy] = useState("");
  const indicator = indicators.find((one) => one.name === name);
  if (!indicator) return null;
  const ways = splits(indicator, kind, say);
  const way = ways.find(({ value }) => value === by) ?? ways[0];
  const kinds = KINDS.filter((one) => fits(indicator, one));
  const shown = kinds.includes(kind) ? kind : "kpi";
  const timed = indicator.grain !== null;
  const [dimension, level] = way ? (JSON.parse(way.value) as [string, string | null]) : ["", null];
  const submit = (): void => {
    add({
      kind: shown,
      asks: [{
        indicator: indicator.name,
        period: timed ? period : "all",
        grain: shown === "calendar" ? "day" : OVER_TIME.includes(shown) ? grain : null,
        by: OVER_GROUPS.includes(shown) || (shown === "table" && dimension !== "") ? [{ dimension, level }] : [],
        where: [],
        compare: shown === "kpi" && timed && period !== "all" ? indicator.comparisons.filter((one) => one === "previous_year") : [],
        beyond: [],
        top: shown === "ranking" ? MOST_GROUPS : null,
        fewest: false,
      }],
    });
  };
  return (
    <div className="new-panel">
      <label>{t.indicator}<Choice value={name} onChange={setName} options={indicators.map((one) => ({ value: one.name, label: `${say(one.title)} · ${say(one.scenario_title)}` }))} /></label>
      <label>{t.kind}<Choice value={shown} onChange={(value) => { setKind(value as Kind); }} options={kinds.map((one) => ({ value: one, label: t.kinds[one] }))} /></label>
      {timed && <label>{t.period}<Choice value={period} onChange={setPeriod} options={PERIODS.map((one) => ({ value: one, label: t.periods[one] }))} /></label>}
      {shown === "line" && <label>{t.grain}<Choice value={grain} onChange={(value) => { setGrain(value as Grain); }} options={GRAINS.map((one) => ({ value: one, label: t.grains[one] }))} /></label>}
      {way && (OVER_GROUPS.includes(shown) || shown === "table") && <label>{t.by}<Choice value={way.value} onChange={setBy} options={ways} /></label>}
      <Button onClick={submit}>{t.add}</Button>
    </div>
  );
}

/** Whether the indicator can be drawn so. A gauge needs a target, a line time, a map regions. */
function fits(indicator: Indicator, kind: Kind): boolean {
  if (kind === "gauge") return indicator.target !== null;
  if (kind === "calendar") return indicator.grain === "day";
  if (kind === "line") return indicator.grain !== null;
  if (kind === "map") return indicator.dimensions.some((one) => one.kind === "region" && one.levels.includes("county"));
  return !OVER_GROUPS.includes(kind) || indicator.dimensions.length > 0;
}

function splits(indicator: Indicator, kind: Kind, say: (said: Shape["Said"]) => string): { value: string; label: string }[] {
  if (kind === "map") return indicator.dimensions.filter((one) => one.kind === "region").map((one) => ({ value: JSON.stringify([one.name, "county"]), label: say(one.title) }));
  return indicator.dimensions.map((one) => ({ value: JSON.stringify([one.name, one.levels[0] ?? null]), label: say(one.title) }));
}
