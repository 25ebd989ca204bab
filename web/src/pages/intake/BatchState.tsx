import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { words } from "./words";

/** What a batch is, or will be after the next run. */
export function BatchState({ batch }: { batch: Shape["BatchOut"] }): ReactNode {
  const t = useWords(words);
  if (batch.waits) return <Status tone="warn">{batch.waits === "withdraw" ? t.waitsWithdraw : t.waitsRestore}</Status>;
  if (batch.withdrawn) return <Status>{t.withdrawn}</Status>;
  if (batch.mended > 0) return <Status tone="note">{t.mendedWaits(batch.mended)}</Status>;
  if (batch.quarantined > 0) return <Status tone="bad">{t.quarantined}</Status>;
  return <Status tone="good">{t.ok}</Status>;
}
