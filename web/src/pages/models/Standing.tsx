import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { words } from "./words";

const TONES = { in_use: "good", review: "warn", retired: "bad" } as const;

/** Whether a model may be used today. */
export function Standing({ state }: { state: Shape["ModelRow"]["state"] }): ReactNode {
  const t = useWords(words);
  return <Status tone={TONES[state]}>{t.states[state]}</Status>;
}

/** Whether its watched figures stay within their limits. */
export function Watching({ model }: { model: Shape["ModelRow"] }): ReactNode {
  const t = useWords(words);
  if (model.watching === 0) return <span className="quiet">{t.nothingWatched}</span>;
  if (model.out === null) return <span className="quiet">{t.withheld}</span>;
  return model.out > 0 ? <Status tone="bad">{t.outOf(model.out, model.watching)}</Status> : <Status tone="good">{t.within(model.watching)}</Status>;
}
