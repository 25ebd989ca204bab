import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { ColumnChoice } from "./ColumnChoice";
import type { Group, Usable } from "./form";
import { words } from "./words";

interface Props {
  title: string;
  add: string;
  most: number;
  groups: readonly Group[];
  columns: readonly Usable[];
  statistics: boolean;
  change: (groups: Group[]) => void;
}

const STEPS = ["value", "year", "quarter", "month", "day"] as const;

/** What the rows are grouped by, down the side or across the head; dates by year, quarter, month or day. */
export function Groups({ title, add, most, groups, columns, statistics, change }: Props): ReactNode {
  const t = useWords(words);
  const set = (at: number, one: Group): void => { change(groups.map((each, place) => (place === at ? one : each))); };
  return (
    <fieldset className="analysis-part">
      <legend>{title}</legend>
      {groups.map((one, at) => {
        const isDate = columns.find(({ name }) => name === one.column)?.kind === "date";
        const named = `${title} ${t.group(at + 1)}`;
        return (
          <div key={at} className="analysis-line" role="group" aria-label={named}>
            <ColumnChoice columns={columns} value={one.column} change={(column) => {
              const next = columns.find(({ name }) => name === column)?.kind === "date";
              set(at, { column, step: next && !statistics ? "month" : "value" });
            }} />
            {isDate && !statistics && <Choice aria-label={t.step} value={one.step} options={STEPS.map((step) => ({ value: step, label: t.steps[step] }))} onChange={(step) => { set(at, { ...one, step: step as Group["step"] }); }} />}
            <Button size="small" aria-label={t.remove(named)} onClick={() => { change(groups.filter((_, place) => place !== at)); }}>×</Button>
          </div>
        );
      })}
      {groups.length < most && <Button size="small" onClick={() => { change([...groups, { column: "", step: "value" }]); }}>{add}</Button>}
    </fieldset>
  );
}
