import type { Shape } from "../../api/client";
import type { Form } from "./form";

export type Answer = Shape["AnalysisOut"];
export type Cell = Answer["rows"][number][number];

/** A cell of the head or the side, over so many columns and rows. */
export interface Head {
  text: string;
  columns: number;
  rows: number;
}

/** A table as it stands on paper: heads over heads (merged where they are the same), a side likewise, totals below. */
export interface Pivot {
  head: Head[][];
  body: { side: Head[]; cells: string[]; subtotal: boolean }[];
  foot: { side: string; cells: string[] } | null;
  /** How many columns of the side there are. */
  sides: number;
}

export interface Words {
  say: (said: { zh: string; en: string }) => string;
  total: string;
  subtotal: string;
  notFilled: string;
  noGroup: string;
}

const GROUP = 0;
const OF_ROW = 1;
const OF_COLUMN = 2;
const OF_ALL = 3;
/** Times so many groups of the side: their subtotals; one more: those rows' totals. */
const SUB = 10;

/** What people call a group: a code by its name. */
export function called(answer: Answer, place: number, cell: Cell | undefined, words: Words): string {
  if (cell === null || cell === undefined) return words.notFilled;
  return answer.labels[place]?.[String(cell)] ?? String(cell);
}

/** A number with its thousands apart; a small one with more of its digits. */
export function figure(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "—";
  if (typeof cell !== "number") return cell;
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: Math.abs(cell) < 1 ? 4 : 2 }).format(cell);
}

/** The rows of a set of cells: 0 groups, 1 rows' totals, 2 columns' totals, 3 everything's, 10 and so on subtotals. */
export function of(answer: Answer, set: number): readonly (readonly Cell[])[] {
  return answer.rows.filter((_, at) => answer.sets[at] === set);
}

/** The different groups across the head, in their order: what is not filled in comes last. */
export function acrossOf(answer: Answer, down: number, across: number): Cell[][] {
  const found = new Map(of(answer, GROUP).map((row) => [JSON.stringify(row.slice(down, down + across)), row.slice(down, down + across)]));
  return [...found.values()].sort((one, other) => {
    for (let at = 0; at < one.length; at += 1) {
      const [a, b] = [one[at] ?? null, other[at] ?? null];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      return a < b ? -1 : 1;
    }
    return 0;
  });
}

export function laidOut(answer: Answer, form: Pick<Form, "rows" | "across" | "measures" | "totals">, words: Words): Pivot {
  const [down, across, counted] = [form.rows.length, form.across.length, form.measures.length];
  const measures = answer.heads.slice(down + across).map(words.say);
  const sides = Math.max(down, 1);
  const all = of(answer, OF_ALL)[0]?.slice(down + across).map(figure);
  if (across === 0) {
    const head = [[...side(answer, down, 1, words), ...measures.map((text) => ({ text, columns: 1, rows: 1 }))]];
    const lines = withSubtotals(answer, of(answer, GROUP), down);
    const body = merged(answer, lines, down, words).map((one, at) => {
      const { start, row } = lines[at] ?? { start: [], row: [] };
      return { side: one, cells: row.slice(down).map(figure), subtotal: start.length < down };
    });
    return { head, sides, body, foot: all ? { side: words.total, cells: all } : null };
  }
  const columns = acrossOf(answer, down, across);
  const totals = form.totals;
  const found = new Map(answer.rows.map((row, at) => [JSON.stringify([answer.sets[at], ...row.slice(0, down + across)]), row.slice(down + across)]));
  const line = (start: readonly Cell[]): string[] => {
    const set = start.length < down ? SUB * start.length : GROUP;
    const rest = Array<Cell>(down - start.length).fill(null);
    return columns.flatMap((column) => (found.get(JSON.stringify([set, ...start, ...rest, ...column])) ?? Array<Cell>(counted).fill(null)).map(figure));
  };
  const lines = withSubtotals(answer, down > 0 ? of(answer, OF_ROW) : [[]], down);
  const body = merged(answer, lines, down, words).map((one, at) => {
    const { start, row } = lines[at] ?? { start: [], row: [] };
    const own = totals ? (down > 0 ? row.slice(down + across).map(figure) : all ?? []) : [];
    return { side: one, cells: [...line(start), ...own], subtotal: start.length < down };
  });
  const ofColumn = new Map(of(answer, OF_COLUMN).map((row) => [JSON.stringify(row.slice(down, down + across)), row.slice(down + across)]));
  const below = columns.flatMap((column) => (ofColumn.get(JSON.stringify(column)) ?? Array<Cell>(counted).fill(null)).map(figure));
  return { head: heads(answer, columns, down, measures, totals, words), sides, body, foot: totals && down > 0 && all ? { side: words.total, cells: [...below, ...all] } : null };
}

/** The names of the side's columns, as high as the head is. */
function side(answer: Answer, down: number, rows: number, words: Words): Head[] {
  return down === 0 ? [{ text: "", columns: 1, rows }] : answer.heads.slice(0, down).map((head) => ({ text: words.say(head), columns: 1, rows }));
}

/** Heads over heads: of each level the same group once, over all that is below it; below all, the measures. */
function heads(answer: Answer, columns: readonly Cell[][], down: number, measures: readonly string[], totals: boolean, words: Words): Head[][] {
  const levels = columns[0]?.length ?? 0;
  const several = measures.length > 1;
  const lines: Head[][] = [];
  for (let level = 0; level < levels; level += 1) {
    const line: Head[] = level === 0 ? side(answer, down, levels + (several ? 1 : 0), words) : [];
    columns.forEach((column, at) => {
      const before = columns[at - 1];
      const same = before !== undefined && column.slice(0, level + 1).every((cell, place) => cell === before[place]);
      const last = line.at(-1);
      if (same && last) last.columns += measures.length;
      else line.push({ text: called(answer, down + level, column[level], words), columns: measures.length, rows: 1 });
    });
    if (level === 0 && totals) line.push({ text: words.total, columns: measures.length, rows: levels });
    lines.push(line);
  }
  if (several) lines.push([...columns, ...(totals ? [[]] : [])].flatMap(() => measures.map((text) => ({ text, columns: 1, rows: 1 }))));
  return lines;
}

/** A line below the head: the groups it is of (fewer than the side has columns: a subtotal), and its own row of cells. */
interface Line {
  start: readonly Cell[];
  row: readonly Cell[];
}

/** The rows, each outer group's followed by its subtotal where the answer has one. */
function withSubtotals(answer: Answer, rows: readonly (readonly Cell[])[], down: number): Line[] {
  const found = new Map(answer.rows.flatMap((row, at) => {
    const set = answer.sets[at] ?? GROUP;
    const outer = Math.floor(set / SUB);
    return outer === 0 ? [] : [[JSON.stringify([outer, set % SUB, ...row.slice(0, outer)]), row] as const];
  }));
  return rows.flatMap((row, at) => {
    const [side, next] = [row.slice(0, down), rows[at + 1]];
    const lines: Line[] = [{ start: side, row }];
    for (let outer = down - 1; outer > 0; outer -= 1) {
      const start = side.slice(0, outer);
      if (next?.slice(0, outer).every((cell, level) => cell === start[level])) continue;
      // Its own cells: its row's total where there are groups across the head.
      const own = found.get(JSON.stringify([outer, OF_ROW, ...start])) ?? found.get(JSON.stringify([outer, GROUP, ...start]));
      if (own) lines.push({ start, row: own });
    }
    return lines;
  });
}

/** The side of each line: a group stands once, beside all lines it is the same in. */
function merged(answer: Answer, lines: readonly Line[], down: number, words: Words): Head[][] {
  if (down === 0) return lines.map(() => [{ text: words.noGroup, columns: 1, rows: 1 }]);
  const open: (Head | undefined)[] = [];
  return lines.map(({ start }, at) => {
    const told: Head[] = [];
    let same = at > 0;
    for (let level = 0; level < start.length; level += 1) {
      same = same && start[level] === lines[at - 1]?.start[level];
      const above = open[level];
      // The last column names the row: it stands in every one.
      if (same && above && level < down - 1) above.rows += 1;
      else {
        const head = { text: called(answer, level, start[level], words), columns: 1, rows: 1 };
        open[level] = head;
        told.push(head);
      }
    }
    if (start.length < down) told.push({ text: words.subtotal, columns: down - start.length, rows: 1 });
    return told;
  });
}
