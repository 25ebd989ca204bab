import { Button, Input } from "antd";
import { type ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { ColumnChoice } from "./ColumnChoice";
import { hows, listed, takes, type Condition, type How, type Kind, type Usable } from "./form";
import { Shelf } from "./Shelf";
import { words, YES_NO } from "./words";

interface Props {
  where: readonly Condition[];
  columns: readonly Usable[];
  statistics: boolean;
  change: (where: Condition[]) => void;
}

/** Which rows are counted: each condition a line of its own, all of which have to hold. */
export function Conditions({ where, columns, statistics, change }: Props): ReactNode {
  const t = useWords(words);
  const set = (at: number, one: Condition): void => { change(where.map((each, place) => (place === at ? one : each))); };
  const put = (column: string): void => {
    const kind = columns.find(({ name }) => name === column)?.kind;
    change([...where, { column, how: "eq", values: kind === "yes_no" ? [YES_NO[0]] : [] }]);
  };
  return (
    <Shelf title={t.conditions} take={put}>
      {where.map((one, at) => {
        const kind = columns.find(({ name }) => name === one.column)?.kind ?? "text";
        const named = t.condition(at + 1);
        return (
          <div key={at} className="analysis-line" role="group" aria-label={named}>
            <ColumnChoice columns={columns} value={one.column} change={(column) => {
              const next = columns.find(({ name }) => name === column)?.kind ?? "text";
              set(at, { column, how: hows(next, statistics).includes(one.how) ? one.how : "eq", values: next === "yes_no" ? [YES_NO[0]] : next === kind ? one.values : [] });
            }} />
            <Choice aria-label={t.compare} value={one.how} options={hows(kind, statistics).map((how) => ({ value: how, label: t.hows[how] }))} onChange={(how) => { set(at, { ...one, how: how as How, values: takes(how as How) === takes(one.how) ? one.values : [] }); }} />
            <Values one={one} kind={kind} change={(values) => { set(at, { ...one, values }); }} />
            <Button size="small" aria-label={t.remove(named)} onClick={() => { change(where.filter((_, place) => place !== at)); }}>×</Button>
          </div>
        );
      })}
      <Button size="small" onClick={() => { change([...where, { column: "", how: "eq", values: [] }]); }}>{t.addCondition}</Button>
    </Shelf>
  );
}

function Values({ one, kind, change }: { one: Condition; kind: Kind; change: (values: string[]) => void }): ReactNode {
  const t = useWords(words);
  const type = kind === "date" ? "date" : "text";
  const [first = "", second = ""] = one.values;
  const mode = kind === "number" ? { inputMode: "decimal" as const } : {};
  switch (takes(one.how)) {
    case "none":
      return null;
    case "two":
      return (
        <>
          <Input type={type} {...mode} aria-label={t.from} value={first} onChange={(event) => { change([event.target.value, second]); }} />
          <Input type={type} {...mode} aria-label={t.until} value={second} onChange={(event) => { change([first, event.target.value]); }} />
        </>
      );
    case "list":
      return <Input aria-label={t.several} placeholder={t.several} defaultValue={one.values.join(", ")} onChange={(event) => { change(listed(event.target.value)); }} />;
    case "one":
      if (kind === "yes_no") return <Choice aria-label={t.value} value={first} options={YES_NO.map((value, at) => ({ value, label: at === 0 ? t.yes : t.no }))} onChange={(value) => { change([value]); }} />;
      return <Input type={type} {...mode} aria-label={t.value} value={first} onChange={(event) => { change([event.target.value]); }} />;
  }
}
