import type { ReactNode } from "react";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import type { Usable } from "./form";
import { words } from "./words";

interface Props {
  columns: readonly Usable[];
  value: string;
  label?: string;
  change: (column: string) => void;
}

/** One of the columns there are; what is masked says so. */
export function ColumnChoice({ columns, value, label, change }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const options = columns.map(({ name, title, masked }) => ({ value: name, label: masked ? `${say(title)} · ${t.masked}` : say(title) }));
  return <Choice aria-label={label ?? t.column} value={value} options={[{ value: "", label: "—" }, ...options]} onChange={change} />;
}
