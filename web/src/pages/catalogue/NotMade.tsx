import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { words } from "./words";

/** What the last run could not make, and why; of one table, or all there is. Nothing where all was made. */
export function NotMade({ table }: { table?: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data } = api.useQuery("get", "/api/catalogue/not_made");
  const shown = (data ?? []).filter((one) => table === undefined || one.table === table);
  if (shown.length === 0) return null;
  return (
    <Card title={t.notMade}>
      <p className="quiet small">{t.notMadeLead}</p>
      <ul className="plain">
        {shown.map((one, place) => (
          <li key={String(place)}>
            {one.kind === "table" && table === undefined ? <Link to={`/catalogue/${encodeURIComponent(one.table)}`}>{say(one.title)}</Link> : <b>{say(one.title)}</b>}{" "}
            <span className="small quiet">{[one.owner, t.asOf(day(one.since, language))].filter(Boolean).join(" · ")}</span>
            <div>{one.why.zh ? t.because(say(one.what), say(one.why)) : say(one.what)}</div>
            <div className="small quiet">{say(one.todo)}</div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
