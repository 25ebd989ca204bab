import type { Shape } from "../../api/client";

export type Form = Shape["Analysis"];
export type Table = Shape["AnalysisTable"];
export type Condition = Shape["Condition"];
export type Group = Shape["Group"];
export type Measure = Shape["Measure"];
export type How = Condition["how"];
export type Count = Measure["how"];
export type Side = "rows" | "across";
export type Kind = Shape["AnalysisColumn"]["kind"];

/** A column as the form names it: of the joined table after `joined.`. */
export interface Usable {
  name: string;
  title: { zh: string; en: string };
  kind: Kind;
  masked: boolean;
}

const JOINED = "joined.";

export const OFFERED: Record<Kind, readonly How[]> = {
  text: ["eq", "ne", "in", "has", "starts", "empty", "filled"],
  number: ["eq", "ne", "in", "lt", "le", "gt", "ge", "between", "empty", "filled"],
  date: ["eq", "ne", "lt", "le", "gt", "ge", "between", "empty", "filled"],
  yes_no: ["eq", "empty", "filled"],
};
export const COUNTED: Record<Kind, readonly Count[]> = {
  text: ["count", "distinct", "min", "max"],
  number: ["sum", "avg", "min", "max", "count", "distinct", "ratio"],
  date: ["count", "distinct", "min", "max"],
  yes_no: ["count"],
};
export const OF_STATISTICS: ReadonlySet<string> = new Set(["rows", "count", "distinct", "sum", "avg"]);
const NOT_OF_STATISTICS: ReadonlySet<string> = new Set(["has", "starts"]);

/** An analysis nobody has said anything about yet: how many rows. */
export function blank(purpose: string, table: string): Form {
  return { purpose, table, join: null, where: [], rows: [], across: [], measures: [{ how: "rows" }], sort: { measure: null, down: false }, limit: 100, totals: true, subtotals: false, chart: "bar" };
}

/** The columns of the form's tables that may be used. */
export function usable(form: Form, tables: readonly Table[]): Usable[] {
  const own = tables.find(({ table }) => table === form.table);
  const other = tables.find(({ table }) => table === form.join?.table);
  const joined = (other?.columns ?? []).map(({ name, title, ...rest }) => ({
    ...rest, name: `${JOINED}${name}`, title: { zh: `${other?.title.zh ?? ""}·${title.zh}`, en: `${other?.title.en ?? ""} · ${title.en}` },
  }));
  return [...(own?.columns ?? []), ...joined];
}

/** How a column may be compared; of a table of statistics without what only a function could tell. */
export function hows(kind: Kind, statistics: boolean): readonly How[] {
  return statistics ? OFFERED[kind].filter((how) => !NOT_OF_STATISTICS.has(how)) : OFFERED[kind];
}

/** A group by the column: dates by month, unless that needs a function a table of statistics is not asked with. */
export function grouped(column: string, columns: readonly Usable[], statistics: boolean): Group {
  const dated = columns.find(({ name }) => name === column)?.kind === "date";
  return { column, step: dated && !statistics ? "month" : "value" };
}

/** The form with a group by the column at the end of a side, and no longer where it was dragged from. */
export function placed(form: Form, to: Side, group: Group, from: string): Form {
  const was = [...form.rows, ...form.across].find((one) => from !== "fields" && one.column === group.column);
  const rest = (side: Side): Group[] => form[side].filter((one) => one.column !== group.column || (side !== to && side !== from));
  return { ...form, rows: rest("rows"), across: rest("across"), [to]: [...rest(to), was ?? group] };
}

/** How many values a comparison takes: none, one, two, or a list. */
export function takes(how: How): "none" | "one" | "two" | "list" {
  if (how === "empty" || how === "filled") return "none";
  return how === "between" ? "two" : how === "in" ? "list" : "one";
}

/** What is typed between commas of either kind. */
export function listed(text: string): string[] {
  return text.split(/[,，、;；\n]/).map((one) => one.trim()).filter((one) => one !== "");
}

/** The form as it is asked: what was begun and not filled in is left out. */
export function ready(form: Form): Form {
  const where = form.where.filter(({ column, how, values }) => {
    const needed = { none: 0, one: 1, two: 2, list: 1 }[takes(how)];
    return column !== "" && values.filter((one) => one.trim() !== "").length >= needed;
  });
  const filled = ({ column }: Group): boolean => column !== "";
  return { ...form, where, rows: form.rows.filter(filled), across: form.across.filter(filled) };
}

/** A link's end that holds the form. Behind the #, which browsers do not send: no server's log gets the values in it. */
export function written(form: Form): string {
  return `#${encodeURIComponent(JSON.stringify(form))}`;
}

/** The form a link holds; nothing where it holds none. The server judges what is in it. */
export function readFrom(hash: string): Form | undefined {
  try {
    const told: unknown = JSON.parse(decodeURIComponent(hash.replace(/^#/, "")));
    if (typeof told !== "object" || told === null) return undefined;
    const { purpose, table, measures } = told as Partial<Form>;
    if (typeof purpose !== "string" || typeof table !== "string" || !Array.isArray(measures)) return undefined;
    return { ...blank(purpose, table), ...told };
  } catch {
    return undefined;
  }
}
