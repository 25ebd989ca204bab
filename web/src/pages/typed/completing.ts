import type { Shape } from "../../api/client";

type Table = Shape["SqlTable"];

const MOST = 8;
const WORD = /[\p{L}\p{N}_.]+$/u;

/** What the word before the caret may become: tables by any part of their name or title, columns of tables that are named. */
export function candidates(text: string, caret: number, tables: readonly Table[]): string[] {
  const word = WORD.exec(text.slice(0, caret))?.[0] ?? "";
  if (word === "") return [];
  const named = tables.filter(({ table }) => text.includes(table) || text.includes(table.split(".")[1] ?? table));
  const columns = (named.length > 0 ? named : tables).flatMap((one) => one.columns.map(({ name }) => quoted(name)));
  const all = [...tables.filter((one) => fits(one.table, word) || one.title.zh.includes(word)).map(({ table }) => table.split(".").map(quoted).join(".")), ...columns.filter((name) => fits(name, word))];
  return [...new Set(all)].filter((name) => name !== word).slice(0, MOST);
}

/** The text with the word before the caret replaced, and where the caret then is. */
export function completed(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(WORD, "");
  return { text: `${before}${name}${text.slice(caret)}`, caret: before.length + name.length };
}

/** A name as SQL writes it: one that is no plain word in quotes. */
export function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name.replaceAll("\"", "\"\"")}"`;
}

function fits(name: string, word: string): boolean {
  return name.toLowerCase().includes(word.toLowerCase());
}
