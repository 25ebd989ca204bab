import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Status, type Tone } from "../../ui/Status";
import { words } from "./words";

export const STATES = ["new", "checking", "lead", "case", "closed", "dismissed", "merged"] as const;
export type State = (typeof STATES)[number];

const TONES = new Map<string, Tone>([["new", "note"], ["checking", "note"], ["lead", "warn"], ["case", "bad"], ["closed", "good"]]);

/** How far people have got with a finding, in one word. */
export function FindingState({ state }: { state: string }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES.get(state) ?? "plain"}>{t.states[state as State]}</Status>;
}
