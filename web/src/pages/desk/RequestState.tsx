import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Status, type Tone } from "../../ui/Status";
import { words } from "./words";

const TONES: Record<string, Tone> = { new: "warn", ordered: "note", handled: "bad", answered: "good", merged: "plain" };

export function RequestState({ state }: { state: string }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES[state] ?? "plain"}>{t.states[state as keyof typeof t.states]}</Status>;
}
