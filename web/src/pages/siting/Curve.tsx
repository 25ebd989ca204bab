import { useMemo, type ReactNode } from "react";
import { useSay, useWords } from "../../lib/words";
import { Chart } from "../../ui/chart/Chart";
import { Card } from "../../ui/Page";
import { FONTS } from "../../ui/tokens";
import { useColours } from "../../ui/useColours";
import { share, told, type Siting } from "./numbers";
import { words } from "./words";

/** How much so many more sites would cover at most. */
export function Curve({ siting }: { siting: Siting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { set, series } = useColours();
  const option = useMemo(() => {
    const quiet = { color: set.inkQuiet, fontSize: 12 };
    return {
      textStyle: { ...quiet, fontFamily: FONTS },
      grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", confine: true, backgroundColor: set.raised, borderColor: set.line, textStyle: { color: set.ink, fontSize: 12 }, valueFormatter: (value: unknown) => (typeof value === "number" ? share(value) : "—") },
      xAxis: { type: "category", data: siting.curve.map((one) => t.sitesMore(told(one.add))), axisLabel: { ...quiet, hideOverlap: true }, axisLine: { lineStyle: { color: set.edge } } },
      yAxis: { type: "value", min: 0, max: 1, axisLabel: { ...quiet, formatter: (value: number) => `${String(Math.round(value * 100))}%` }, splitLine: { lineStyle: { color: set.line } } },
      series: [{
        type: "line", name: t.share, data: siting.curve.map((one) => one.share), lineStyle: { width: 2, color: series[0] }, itemStyle: { color: series[0] }, symbolSize: 8,
        label: { show: true, position: "top", color: set.ink, fontSize: 12, formatter: ({ value }: { value: unknown }) => (typeof value === "number" ? share(value) : "") },
      }],
    };
  }, [siting, set, series, t]);
  return (
    <Card title={t.curve}>
      <p className="quiet small">{t.curveLead}</p>
      <div className="siting-curve">
        <Chart label={t.curve} option={option} numbers={{ heads: [t.add, t.share, t.covered(say(siting.demand))], rows: siting.curve.map((one) => [told(one.add), share(one.share), told(one.covered)]) }} />
      </div>
    </Card>
  );
}
