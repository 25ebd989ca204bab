import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { ColumnChoice } from "./ColumnChoice";
import { COUNTED, OF_STATISTICS, type Count, type Measure, type Usable } from "./form";
import { Shelf } from "./Shelf";
import { words } from "./words";

interface Props {
  measures: readonly Measure[];
  columns: readonly Usable[];
  statistics: boolean;
  change: (measures: Measure[]) => void;
}

const MOST = 6;
const COUNTS: readonly Count[] = ["rows", "sum", "avg", "min", "max", "count", "distinct", "ratio"];

/** What is counted in each group. A ratio is one sum over another. */
export function Measures({ measures, columns, statistics, change }: Props): ReactNode {
  const t = useWords(words);
  const fits = (how: Count): Usable[] => columns.filter(({ kind }) => COUNTED[kind].includes(how));
  const set = (at: number, how: Count, of?: string, over?: string): void => {
    change(measures.map((each, place) => (place === at ? made(how, of, over) : each)));
  };
  const made = (how: Count, of?: string, over?: string): Measure => {
    if (how === "rows") return { how };
    const able = fits(how);
    const kept = (name: string | undefined): string => (able.some((one) => one.name === name) ? name : able[0]?.name) ?? "";
    return how === "ratio" ? { how, of: kept(of), over: kept(over) } : { how, of: kept(of) };
  };
  const offered = COUNTS.filter((how) => how === "rows" || (fits(how).length > 0 && (!statistics || OF_STATISTICS.has(how))));
  const full = measures.length >= MOST;
  const put = (column: string): void => {
    const first = offered.find((how) => how !== "rows" && fits(how).some(({ name }) => name === column));
    if (first) change([...measures, made(first, column)]);
  };
  return (
    <Shelf title={t.measures} take={full ? undefined : put}>
      {measures.map((one, at) => {
        const named = t.measure(at + 1);
        return (
          <div key={at} className="analysis-line" role="group" aria-label={named}>
            <Choice aria-label={t.how} value={one.how} options={offered.map((how) => ({ value: how, label: t.counts[how] }))} onChange={(how) => { set(at, how as Count, one.of ?? undefined, one.over ?? undefined); }} />
            {one.how !== "rows" && <ColumnChoice columns={fits(one.how)} value={one.of ?? ""} change={(of) => { set(at, one.how, of, one.over ?? undefined); }} />}
            {one.how === "ratio" && <ColumnChoice label={t.over} columns={fits("ratio")} value={one.over ?? ""} change={(over) => { set(at, "ratio", one.of ?? undefined, over); }} />}
            {measures.length > 1 && <Button size="small" aria-label={t.remove(named)} onClick={() => { change(measures.filter((_, place) => place !== at)); }}>×</Button>}
          </div>
        );
      })}
      {!full && <Button size="small" onClick={() => { change([...measures, made(fits("sum").length > 0 ? "sum" : "rows")]); }}>{t.addMeasure}</Button>}
    </Shelf>
  );
}
