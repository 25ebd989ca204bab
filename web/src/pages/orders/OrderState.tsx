import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Status, type Tone } from "../../ui/Status";
import { words } from "./words";

const TONES: Record<string, Tone> = { overdue: "bad", open: "note", suspended: "warn", closed: "good", cancelled: "plain" };

/** Where an order stands, in one word. */
export function OrderState({ state }: { state: string }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES[state] ?? "plain"}>{t.states[state as keyof typeof t.states]}</Status>;
}
