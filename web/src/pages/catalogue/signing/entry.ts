import type { Shape } from "../../../api/client";

type Entry = Shape["EntryOut"];
type Asked = Pick<Shape["EntryIn"], "sharing" | "opening">;

export const SHARED = ["unconditional", "conditional", "withheld"] as const;
export const OPENED = ["open", "conditional", "closed"] as const;

/** What somebody filled in; nothing filled in is "". */
export interface Filled {
  sharing: (typeof SHARED)[number] | undefined;
  sharingBasis: string;
  condition: string;
  opening: (typeof OPENED)[number] | undefined;
  openingBasis: string;
}

/** What is asked for: what was left empty stays as the entry has it; a condition only where there is one. */
export function entryOf(entry: Entry, filled: Filled): Asked {
  const shared = filled.sharing ?? entry.sharing?.kind;
  const opened = filled.opening ?? entry.opening?.kind;
  const condition = filled.condition || (entry.sharing?.condition ?? "");
  return {
    ...(shared ? { sharing: { kind: shared, basis: filled.sharingBasis || (entry.sharing?.basis ?? ""), ...(shared === "conditional" && condition ? { condition } : {}) } } : {}),
    ...(opened ? { opening: { kind: opened, basis: filled.openingBasis || (entry.opening?.basis ?? "") } } : {}),
  };
}
