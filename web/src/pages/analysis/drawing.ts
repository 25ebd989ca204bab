import type { Line } from "../../views/screen/options";
import type { Form } from "./form";
import { acrossOf, called, of, type Answer, type Cell, type Words } from "./pivot";

/** What is drawn: named places, and a series of numbers for each measure, or for each group across the head. */
export interface Drawn {
  names: string[];
  lines: Line[];
}

const MOST_LINES = 12;
const MOST_PLACES = 60;

/** Nothing where there is nothing to compare: no groups, or no numbers. Of several groups across the head the first measure. */
export function drawn(answer: Answer, form: Pick<Form, "rows" | "across" | "measures">, words: Words): Drawn | null {
  const [down, across] = [form.rows.length, form.across.length];
  const number = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);
  const name = (row: readonly Cell[], from: number, until: number): string => row.slice(from, until).map((cell, at) => called(answer, from + at, cell, words)).join(" · ");
  if (down + across === 0) return null;
  if (down === 0 || across === 0) {
    const rows = of(answer, 0).slice(0, MOST_PLACES);
    const lines = form.measures.map((_, at) => ({ name: words.say(answer.heads[down + across + at] ?? { zh: "", en: "" }), data: rows.map((row) => number(row[down + across + at])) }));
    return some({ names: rows.map((row) => name(row, 0, down + across)), lines });
  }
  const rows = of(answer, 1).slice(0, MOST_PLACES);
  const found = new Map(of(answer, 0).map((row) => [JSON.stringify(row.slice(0, down + across)), number(row[down + across])]));
  const lines = acrossOf(answer, down, across).slice(0, MOST_LINES).map((column) => ({
    name: column.map((cell, at) => called(answer, down + at, cell, words)).join(" · "),
    data: rows.map((row) => found.get(JSON.stringify([...row.slice(0, down), ...column])) ?? null),
  }));
  return some({ names: rows.map((row) => name(row, 0, down)), lines });
}

function some(one: Drawn): Drawn | null {
  const lines = one.lines.filter(({ data }) => data.some((value) => value !== null));
  return one.names.length > 1 && lines.length > 0 ? { names: one.names, lines } : null;
}
