import { Button } from "antd";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { candidates, completed } from "./completing";
import { words } from "./words";

interface Props {
  sql: string;
  change: (sql: string) => void;
  tables: readonly Shape["SqlTable"][];
  run: () => void;
}

const ROWS = 8;

/** Where SQL is typed; what the word may become stands under it as buttons. Ctrl+Enter runs. */
export function Editor({ sql, change, tables, run }: Props): ReactNode {
  const t = useWords(words);
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const note = (): void => { setCaret(area.current?.selectionStart ?? 0); };
  const take = (name: string): void => {
    const next = completed(sql, caret, name);
    change(next.text);
    setCaret(next.caret);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  };
  return (
    <>
      <label>{t.query}<textarea ref={area} className="typed-editor" rows={ROWS} spellCheck={false} value={sql} onKeyDown={press} onSelect={note} onChange={(event) => { change(event.target.value); note(); }} /></label>
      <div className="typed-bar" role="group" aria-label={t.complete}>
        {candidates(sql, caret, tables).map((name) => <Button key={name} size="small" onClick={() => { take(name); }}>{name}</Button>)}
      </div>
    </>
  );
}
