import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { useShortcuts } from "../../lib/keys";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { forget, undo, useLast } from "./deciding";
import { words } from "./words";
import "./UndoBar.css";

const KEY = "u";

/** What was decided last, told aloud; a minute to take it back; and what could not be decided, with why. */
export function UndoBar(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const last = useLast();
  const [failure, setFailure] = useState<Failure>();
  const open = last !== undefined && !last.undone && last.done.length > 0;
  const back = (): void => {
    setFailure(undefined);
    undo().catch((thrown: unknown) => { setFailure(asFailure(thrown)); });
  };
  useShortcuts(t.findings, open ? [{ keys: KEY, does: t.undo, run: back }] : []);
  return (
    <div className="undo" data-shown={last ? "" : undefined}>
      <div className="undo-said">
        <span role="status" aria-live="polite">{last && told(last, t)}</span>
        {open && <Button size="small" onClick={back}>{t.undo} <kbd className="extra">{KEY}</kbd></Button>}
        {last && <Button size="small" type="text" className="undo-close" onClick={() => { setFailure(undefined); forget(); }}>{t.close}</Button>}
      </div>
      {failure && <Problems problems={failure.problems} />}
      {last && last.refused.length > 0 && (
        <ul className="undo-refused plain">
          {last.refused.map((one) => (
            <li key={one.finding}>
              <Link to={`/findings/${one.finding}`}>{one.finding}</Link>{" "}
              {one.problems.map((problem) => `${say(problem.what)} ${say(problem.todo)}`).join(" ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function told(last: NonNullable<ReturnType<typeof useLast>>, t: typeof words.zh | typeof words.en): string {
  const done = last.undone ? t.undone(last.done.length) : t.decided(t.kinds[last.kind], last.done.length);
  return last.refused.length > 0 ? `${done} ${t.refused(last.refused.length)}` : done;
}
