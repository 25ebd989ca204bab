import type { EChartsCoreOption } from "echarts/core";
import { useMemo, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Chart } from "../../ui/chart/Chart";
import { FONTS } from "../../ui/tokens";
import { useColours } from "../../ui/useColours";
import { number } from "./numbers";
import { words } from "./words";

type Measure = Shape["MeasureOut"];
type Period = Shape["MeasurePeriod"];
const YEARS_BEFORE = 2;
const YEAR = { week: 52, month: 12, quarter: 4 };

/** What was, what would have been, and the places compared with; from the start on with the interval of the mean. */
export function Drawing({ measure }: { measure: Measure }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { set, series } = useColours();
  const shown = useMemo(() => lately(measure), [measure]);
  const unit = say(measure.unit);
  const option = useMemo(() => optionOf(measure, shown, { set, series, labels: t, unit, begins: measure.start }), [measure, shown, set, series, t, unit]);
  const judged = measure.effect !== null;
  const heads = [t.period, t.actual, ...(judged ? [t.without] : []), ...(measure.others ? [t.others] : [])];
  return (
    <div className="measure-drawing">
      <Chart
        label={t.drawn}
        option={option}
        numbers={{ heads, rows: shown.map((one) => [day(one.period, language), number(one.actual), ...(judged ? [number(one.without)] : []), ...(measure.others ? [number(one.others)] : [])]) }}
      />
    </div>
  );
}

/** Two years before the start, and all since. */
function lately(measure: Measure): Period[] {
  const start = measure.series.findIndex((one) => one.period >= measure.start);
  const from = (start < 0 ? measure.series.length : start) - YEARS_BEFORE * YEAR[measure.grain];
  return measure.series.slice(Math.max(0, from));
}

interface Look {
  set: ReturnType<typeof useColours>["set"];
  series: readonly string[];
  labels: { actual: string; without: string; others: string; band: string; begun: string };
  unit: string;
  begins: string;
}

function optionOf(measure: Measure, shown: readonly Period[], { set, series, labels, unit, begins }: Look): EChartsCoreOption {
  const quiet = { color: set.inkQuiet, fontSize: 12 };
  const { effect, lower, upper } = measure;
  const since = (one: Period): boolean => one.period >= measure.start;
  const band = effect !== null && lower !== null && upper !== null;
  const low = band ? effect - upper : 0;
  const line = { type: "line", showSymbol: false };
  return {
    textStyle: { ...quiet, fontFamily: FONTS },
    grid: { left: 8, right: 24, top: 40, bottom: 56, containLabel: true },
    legend: { bottom: 0, textStyle: quiet, data: [labels.actual, ...(band ? [labels.without, labels.band] : []), ...(measure.others ? [labels.others] : [])] },
    tooltip: { trigger: "axis", confine: true, backgroundColor: set.raised, borderColor: set.line, textStyle: { color: set.ink, fontSize: 12 }, valueFormatter: (value: unknown) => typeof value === "number" ? number(value) : "—" },
    xAxis: { type: "category", data: shown.map((one) => one.period), axisLabel: { ...quiet, hideOverlap: true }, axisLine: { lineStyle: { color: set.edge } } },
    yAxis: { type: "value", name: unit, nameTextStyle: { ...quiet, align: "left" }, ...(shown.every((one) => (one.actual ?? 0) >= 0) ? { min: 0 } : {}), axisLabel: quiet, splitLine: { lineStyle: { color: set.line } } },
    series: [
      ...(measure.others ? [{ ...line, name: labels.others, data: shown.map((one) => one.others), lineStyle: { width: 1, color: set.edge, opacity: 0.7 }, itemStyle: { color: set.edge } }] : []),
      ...(band
        ? [
            { ...line, name: "low", stack: "band", data: shown.map((one) => since(one) && one.without !== null ? one.without + low : null), lineStyle: { opacity: 0 }, tooltip: { show: false }, silent: true },
            { ...line, name: labels.band, stack: "band", data: shown.map((one) => since(one) ? upper - lower : null), lineStyle: { opacity: 0 }, areaStyle: { color: series[1], opacity: 0.2 }, itemStyle: { color: series[1], opacity: 0.4 }, tooltip: { show: false }, silent: true },
            { ...line, name: labels.without, data: shown.map((one) => one.without), lineStyle: { type: "dashed", width: 2, color: series[1] }, itemStyle: { color: series[1] } },
          ]
        : []),
      {
        ...line, name: labels.actual, data: shown.map((one) => one.actual), lineStyle: { width: 2, color: series[0] }, itemStyle: { color: series[0] },
        ...(shown.some(since) ? { markLine: { silent: true, symbol: "none", label: { formatter: `${begins} ${labels.begun}`, color: set.ink, position: "insideEndTop" }, lineStyle: { color: set.ink, type: "solid" }, data: [{ xAxis: begins }] } } : {}),
      },
    ],
  };
}
