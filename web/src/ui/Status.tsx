import type { ReactNode } from "react";
import "./Status.css";

export type Tone = "good" | "warn" | "bad" | "note" | "plain";

/** A state in one word. The word says it; the colour only helps. */
export function Status({ tone = "plain", children }: { tone?: Tone; children: ReactNode }): ReactNode {
  return <span className={`status status-${tone}`}>{children}</span>;
}
