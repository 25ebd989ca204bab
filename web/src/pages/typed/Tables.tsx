import { Button } from "antd";
import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { quoted } from "./completing";
import { words } from "./words";

/** The tables one may read, each with its columns; what is pressed is put into the query. */
export function Tables({ tables, insert }: { tables: readonly Shape["SqlTable"][]; insert: (name: string) => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="typed-tables" role="region" aria-label={t.tables} tabIndex={0}>
      {tables.map((one) => {
        const name = one.table.split(".").map(quoted).join(".");
        return (
          <details key={one.table}>
            <summary>{say(one.title)} <span className="quiet small">{one.table}{one.smallest !== null && ` · ${t.statistics(one.smallest)}`}</span></summary>
            <div className="typed-columns">
              <Button size="small" aria-label={t.insert(name)} onClick={() => { insert(name); }}>{name}</Button>
              {one.columns.map((column) => <Button key={column.name} size="small" type="text" aria-label={t.insert(column.name)} onClick={() => { insert(quoted(column.name)); }}>{column.name}{column.level !== "none" && ` · ${t.masked}`}</Button>)}
            </div>
          </details>
        );
      })}
    </div>
  );
}
