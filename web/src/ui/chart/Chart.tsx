import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from "react";
import { useWords } from "../../lib/words";
import { words } from "../words";
import "./Chart.css";

/** A table with the same numbers, for who does not see the drawing. */
export interface Numbers {
  heads: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** What somebody pointed at: its name, its series, its value as it was drawn. */
export interface Picked {
  name: string;
  series: string;
  value: readonly unknown[];
}

interface Props {
  /** What is drawn, in words. */
  label: string;
  option: EChartsCoreOption;
  numbers: Numbers;
  /** The city's regions, for a drawing of series type map under this name. */
  regions?: { name: string; shapes: unknown };
  pick?: (picked: Picked) => void;
}

/** A drawing of numbers by ECharts, which is fetched when the first is shown. Its numbers stand beside it, unseen. */
export function Chart({ label, option, numbers, regions, pick }: Props): ReactNode {
  const t = useWords(words);
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const picked = useEffectEvent((event: { name?: string; seriesName?: string; value?: unknown }) => {
    pick?.({ name: event.name ?? "", series: event.seriesName ?? "", value: Array.isArray(event.value) ? event.value : [event.value] });
  });

  useEffect(() => {
    let made: EChartsType | undefined;
    let gone = false;
    const watch = new ResizeObserver(([entry]) => {
      // A drawing of no size cannot be laid out; it has one again when it is seen.
      if (entry && entry.contentRect.width > 0 && entry.contentRect.height > 0) made?.resize();
    });
    void import("./engine").then(({ echarts }) => {
      if (gone || !element.current) return;
      if (regions) echarts.registerMap(regions.name, regions.shapes as Parameters<typeof echarts.registerMap>[1]);
      made = echarts.init(element.current);
      made.on("click", (event) => { picked(event); });
      watch.observe(element.current);
      setChart(made);
    });
    return () => {
      gone = true;
      watch.disconnect();
      setChart(null);
      made?.dispose();
    };
  }, [regions]);
  useEffect(() => { chart?.setOption({ animation: false, ...option }, { notMerge: true }); }, [chart, option]);

  return (
    <figure className="chart" aria-labelledby={id} data-drawn={chart ? "" : undefined}>
      <div ref={element} className="chart-drawing" aria-hidden />
      <figcaption id={id} className="hidden">{label}</figcaption>
      <div className="hidden">
        <table>
          <caption>{t.numbersOf(label)}</caption>
          <thead><tr>{numbers.heads.map((head, at) => <th key={at} scope="col">{head}</th>)}</tr></thead>
          <tbody>{numbers.rows.map((row, at) => <tr key={at}>{row.map((cell, place) => (place === 0 ? <th key={place} scope="row">{cell}</th> : <td key={place}>{cell}</td>))}</tr>)}</tbody>
        </table>
      </div>
    </figure>
  );
}
