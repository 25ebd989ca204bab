import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { words } from "./words";

/** The earlier replies that a reply rests on. */
export function Sources({ sources }: { sources: readonly Shape["ReplySource"][] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <section>
      <h3>{t.sources}</h3>
      <ul className="plain small">
        {sources.map((one) => <li key={one.id}><span className="number">{one.id}</span> {one.title} {one.replied && <span className="quiet number">{day(one.replied, language)}</span>}</li>)}
      </ul>
    </section>
  );
}
