import type { Said } from "../../lib/words";
import type { Answer, Inquiry } from "./answers";

export type Cell = Answer["rows"][number][number];
export type Say = (said: Said) => string;

const NOT_FILLED = { zh: "未填", en: "not filled in" };

/** An answer as its panel reads it: where its groups stand, and its value; groups by the names people call them. */
export interface Read {
  answer: Answer;
  say: Say;
  /** Places of the columns it is split by: time first, then dimensions. */
  splits: readonly number[];
  value: number;
}

export function read(answer: Answer, say: Say): Read {
  const places = answer.columns.map((column, at) => ({ ...column, at }));
  return {
    answer,
    say,
    splits: places.filter(({ kind }) => kind === "time" || kind === "dimension").map(({ at }) => at),
    value: places.find(({ kind }) => kind === "value")?.at ?? answer.columns.length - 1,
  };
}

/** What people call a cell: its label, where it is a code. */
export function called(answer: Answer, at: number, cell: Cell | undefined, say: Say): string {
  const column = answer.columns[at];
  if (cell === null || cell === undefined) return column?.kind === "dimension" ? say(NOT_FILLED) : "—";
  const label = column?.labels?.[String(cell)];
  return label ? say(label) : String(cell);
}

export function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === "number" ? cell : null;
}

/** What each answer is called beside the others: with its days where two are of one indicator. */
export function names(answers: readonly Answer[], say: Say): string[] {
  const titles = answers.map(({ title }) => say(title));
  return answers.map(({ since, until }, at) => {
    const title = titles[at] ?? "";
    return titles.filter((one) => one === title).length > 1 && since && until ? `${title} ${since}–${until}` : title;
  });
}

/** The names of a column's groups, each once, in the answer's order. */
export function groups({ answer, splits, say }: Read, which: number): string[] {
  const at = splits[which];
  return at === undefined ? [] : [...new Set(answer.rows.map((row) => called(answer, at, row[at], say)))];
}

/** The value of each pair of groups; null where there is none. */
export function cells({ answer, splits, value, say }: Read): Map<string, number | null> {
  const found = new Map<string, number | null>();
  for (const row of answer.rows) found.set(splits.map((at) => called(answer, at, row[at], say)).join("\n"), numberOf(row[value]));
  return found;
}

/** The inquiry of one group only: of the name people see, in the split of that place. */
export function narrowed(inquiry: Inquiry, one: Read, which: number, name: string): Inquiry {
  const at = one.splits[which];
  const column = at === undefined ? undefined : one.answer.columns[at];
  const row = at === undefined ? undefined : one.answer.rows.find((each) => called(one.answer, at, each[at], one.say) === name);
  if (at === undefined || !column || !row) return inquiry;
  const cell = row[at];
  if (column.kind === "time") return { ...inquiry, period: String(cell), grain: null };
  return { ...inquiry, where: [...inquiry.where, { dimension: column.name, level: column.level, values: [cell === null || cell === undefined ? null : String(cell)], but: false }] };
}

/** A number with its thousands apart, in units people read (万, 亿; K, M) where it is large. */
export function short(value: number | null, decimals: number, language: "zh" | "en"): string {
  if (value === null) return "—";
  const large = Math.abs(value) >= 100_000;
  return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-GB", large ? { notation: "compact", maximumFractionDigits: 1 } : { maximumFractionDigits: decimals }).format(value);
}

/** A rate of change or a share, with what it is in: 3.2%, of a percentage 1.5 points. */
export function rate(column: Answer["columns"][number], value: number, say: Say): string {
  const unit = column.unit ? say(column.unit) : "";
  return `${value.toFixed(1)}${/^[a-z]/.test(unit) ? " " : ""}${unit}`;
}

/** A cell as a table writes it: a number whole, a rate with its unit, a code by its name. */
function written(answer: Answer, at: number, cell: Cell | undefined, say: Say): string {
  const number = numberOf(cell);
  const column = answer.columns[at];
  if (number !== null && column?.kind === "comparison" && (column.of === "share" || column.name.endsWith("_change"))) return rate(column, number, say);
  const decimals = column?.kind === "value" ? answer.decimals : 2;
  return number === null ? called(answer, at, cell, say) : new Intl.NumberFormat("en-GB", { maximumFractionDigits: decimals }).format(number);
}

/** The answers as one table: for who does not see the drawing, and for panels that are tables. */
export function numbers(answers: readonly Answer[], say: Say): { heads: string[]; rows: string[][] } {
  const [first] = answers;
  if (!first) return { heads: [], rows: [] };
  if (answers.length === 1) return { heads: first.columns.map(({ title }) => say(title)), rows: first.rows.map((row) => row.map((cell, at) => written(first, at, cell, say))) };
  const reads = answers.map((answer) => read(answer, say));
  const names = [...new Set(reads.flatMap((one) => groups(one, 0)))];
  if (names.length === 0) return { heads: ["", say(first.unit)], rows: reads.map(({ answer, value }) => [say(answer.title), written(answer, value, answer.rows[0]?.[value], say)]) };
  const values = reads.map(cells);
  return { heads: ["", ...answers.map(({ title }) => say(title))], rows: names.map((name) => [name, ...values.map((one) => String(one.get(name) ?? "—"))]) };
}
