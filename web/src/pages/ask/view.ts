import type { Answer, Panel, View } from "../../views/screen/answers";

/** More groups than this are ranked instead of drawn. */
const DRAWN = 16;
const [COLUMNS, ROWS] = [12, 6];

/** How an answer is drawn; none: it is told by its table alone. `adds`: parts of it may be put upon each other. */
export function drawing(answer: Answer, adds: boolean): Panel["kind"] | null {
  const splits = answer.columns.filter(({ kind }) => kind === "time" || kind === "dimension");
  const [first, second] = splits;
  if (!first) return "kpi";
  if (!second) return first.kind === "time" ? "line" : answer.rows.length > DRAWN || answer.inquiry.top !== null ? "ranking" : "bar";
  if (splits.length > 2) return null;
  return adds ? "stacked" : "heat";
}

/** An answer as a view of the screens: its drawing, and beside it the table of its numbers. */
export function viewOf(answer: Answer, adds: boolean): View {
  const kind = drawing(answer, adds);
  const whole = kind === null || (kind === "kpi" && answer.columns.every(({ kind: of, name }) => of === "value" || name.endsWith("change")));
  const panel = (of: Panel["kind"], at: Panel["at"], title = answer.title): Panel => ({ kind: of, at, title, text: null, asks: [answer.inquiry], allowed: true });
  const table = { zh: `${answer.title.zh}：数据表`, en: `${answer.title.en}: table` };
  const panels = whole ? [panel(kind ?? "table", [1, 1, COLUMNS, ROWS])] : [panel(kind, [1, 1, 7, ROWS]), panel("table", [8, 1, 5, ROWS], table)];
  return { name: "", title: answer.title, lead: null, columns: COLUMNS, rows: ROWS, carousel: null, panels };
}
