import { HolderOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { ColumnChoice } from "./ColumnChoice";
import { grouped, type Group, type Side, type Usable } from "./form";
import { Dragged, Shelf, type From } from "./Shelf";
import { words } from "./words";

interface Props {
  side: Side;
  title: string;
  add: string;
  most: number;
  groups: readonly Group[];
  columns: readonly Usable[];
  statistics: boolean;
  change: (groups: Group[]) => void;
  /** Puts a column at the end of this side. */
  put: (column: string, from: From) => void;
}

const STEPS = ["value", "year", "quarter", "month", "day"] as const;

/** What the rows are grouped by, down the side or across the head; dates by year, quarter, month or day. */
export function Groups({ side, title, add, most, groups, columns, statistics, change, put }: Props): ReactNode {
  const t = useWords(words);
  const set = (at: number, one: Group): void => { change(groups.map((each, place) => (place === at ? one : each))); };
  const full = groups.length >= most;
  return (
    <Shelf title={title} take={full ? undefined : put}>
      {groups.map((one, at) => {
        const isDate = columns.find(({ name }) => name === one.column)?.kind === "date";
        const named = `${title} ${t.group(at + 1)}`;
        return (
          <div key={at} className="analysis-line" role="group" aria-label={named}>
            {one.column !== "" && <Dragged column={one.column} from={side}><HolderOutlined aria-hidden /></Dragged>}
            <ColumnChoice columns={columns} value={one.column} change={(column) => { set(at, grouped(column, columns, statistics)); }} />
            {isDate && !statistics && <Choice aria-label={t.step} value={one.step} options={STEPS.map((step) => ({ value: step, label: t.steps[step] }))} onChange={(step) => { set(at, { ...one, step: step as Group["step"] }); }} />}
            <Button size="small" aria-label={t.remove(named)} onClick={() => { change(groups.filter((_, place) => place !== at)); }}>×</Button>
          </div>
        );
      })}
      {!full && <Button size="small" onClick={() => { change([...groups, { column: "", step: "value" }]); }}>{add}</Button>}
    </Shelf>
  );
}
