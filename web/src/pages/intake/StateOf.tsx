import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Status, type Tone } from "../../ui/Status";
import { words } from "./words";

const TONES: Record<string, Tone> = { draft: "warn", waiting: "warn", accepted: "note", landed: "good", refused: "bad", discarded: "plain" };

/** Where a file that was sent is on its way. */
export function StateOf({ state }: { state: string }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES[state] ?? "plain"}>{t.states[state as "draft"]}</Status>;
}
