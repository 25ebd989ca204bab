import type { Shape } from "../../api/client";

export type Fixes = Shape["Fixes"];
type Column = Shape["SeenColumn"];
type Row = Shape["ShownRow"];

export const NO_FIXES: Fixes = { header: null, header_rows: 0, leave_sheets: [], keep: [], set_aside: [], columns: {} };
export const KINDS = ["text", "number", "date", "digits"] as const;
export type Kind = (typeof KINDS)[number];
const KEEPABLE = ["title", "note", "totals", "header again", "template"] as const;
type Keepable = (typeof KEEPABLE)[number];

/** What the server keeps of what was clicked, whole. */
export function fixesOf(kept: Record<string, unknown>): Fixes {
  return { ...NO_FIXES, ...kept };
}

/** Another header makes void what was said of columns and rows. */
export function withHeader(row: number): Fixes {
  return { ...NO_FIXES, header: row };
}

export function withColumn(fixes: Fixes, header: string, said: { means?: string; kind?: Kind }): Fixes {
  const columns = { ...fixes.columns };
  if (said.means) {
    for (const [name, fix] of Object.entries(columns)) {
      if (fix.means === said.means && name !== header) columns[name] = { ...fix, means: null };
    }
  }
  columns[header] = { kind: null, means: null, ...columns[header], ...said };
  return { ...fixes, columns };
}

/** Rows like this one are no data: by the first of its cells that holds words. Nothing where none does. */
export function withoutRow(fixes: Fixes, row: Row, columns: readonly Column[]): Fixes | undefined {
  const found = columns.find((column) => column.at !== null && /\p{L}/u.test(row.cells[column.at - 1] ?? ""));
  const text = found?.at ? row.cells[found.at - 1] : undefined;
  if (!found || !text) return undefined;
  return { ...fixes, set_aside: [...fixes.set_aside, { column: found.header, text: text.trim() }] };
}

/** Rows set aside for this reason are data after all. Nothing where that cannot be said. */
export function withKept(fixes: Fixes, reason: string): Fixes | undefined {
  const ours = fixes.set_aside.filter((each) => !reason.endsWith(each.text));
  if (ours.length < fixes.set_aside.length) return { ...fixes, set_aside: ours };
  const kind = KEEPABLE.find((each): each is Keepable => each === reason);
  return kind && { ...fixes, keep: [...new Set([...fixes.keep, kind])] };
}
