import { Button } from "antd";
import type { ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { words } from "./words";

const SHOWN = 20;

/** One's own last queries, to be used again. */
export function History({ again }: { again: (one: Shape["SqlBefore"]) => void }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data } = api.useQuery("get", "/api/sql/history");
  if (!data || data.length === 0) return <p className="quiet">{t.noHistory}</p>;
  return (
    <ul className="plain">
      {data.slice(0, SHOWN).map((one) => (
        <li key={one.at}>
          <code className="typed-before small">{one.sql}</code>
          <div className="quiet small">{moment(one.at, language)} · {one.purpose} · {one.rows === null ? t.refused : t.found(one.rows, one.milliseconds)} <Button size="small" type="link" onClick={() => { again(one); }}>{t.again}</Button></div>
        </li>
      ))}
    </ul>
  );
}
