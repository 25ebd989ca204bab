import type { ReactNode } from "react";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { words } from "./words";

/** A deadline, and whether it has passed. */
export function Due({ due, overdue }: { due: string; overdue: boolean }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return <span className="number">{day(due, language)} {overdue && <Status tone="bad">{t.overdue}</Status>}</span>;
}
