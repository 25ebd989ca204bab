import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { asFailure, type Problem } from "../lib/problems";
import { useSay, useWords } from "../lib/words";
import { words } from "./words";
import "./States.css";

/** Something is on its way. Its shape stands in for it, so that nothing jumps when it comes. */
export function Loading({ rows = 6 }: { rows?: number }): ReactNode {
  const t = useWords(words);
  return (
    <div role="status" className="state-loading">
      <span className="hidden">{t.loading}</span>
      <div aria-hidden><Skeleton active title={false} paragraph={{ rows }} /></div>
    </div>
  );
}

interface EmptyProps {
  title?: string;
  /** What to do about it. */
  children?: ReactNode;
}

/** There is nothing, and that is all right. */
export function Empty({ title, children }: EmptyProps): ReactNode {
  const t = useWords(words);
  return (
    <div className="state">
      <svg className="extra" viewBox="0 0 96 64" width="96" height="64" aria-hidden fill="none" stroke="currentColor" strokeWidth="2">
        <path d="M12 44 24 18h48l12 26v10a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4z" />
        <path d="M12 44h22l4 6h20l4-6h22" />
        <path d="M36 28h24M36 34h16" />
      </svg>
      <p className="state-title">{title ?? t.nothingYet}</p>
      {children && <div className="quiet">{children}</div>}
    </div>
  );
}

/** Problems as the server told them: what, where, why, and what to do. */
export function Problems({ problems }: { problems: readonly Problem[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="problems" role="alert">
      <ul>
        {problems.map((problem, at) => (
          <li key={at}>
            <strong>{say(problem.what)}</strong>
            {problem.why && <div><span className="quiet">{t.why} </span>{say(problem.why)}</div>}
            <div><span className="quiet">{t.todo} </span>{say(problem.todo)}</div>
            {problem.where && <div className="quiet small extra">{t.where} <code>{problem.where}</code></div>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** It did not work: what was said, and a way to try again. A missing permission or page is told as such. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const t = useWords(words);
  const failure = asFailure(error);
  if (failure.status === 403) return <NotAllowed problems={failure.problems} />;
  if (failure.status === 404) return <NotFound problems={failure.problems} />;
  return (
    <div className="state">
      <p className="state-title">{t.failed}</p>
      <Problems problems={failure.problems} />
      {retry && <Button onClick={retry}>{t.retry}</Button>}
    </div>
  );
}

export function NotAllowed({ problems }: { problems?: readonly Problem[] }): ReactNode {
  const t = useWords(words);
  return (
    <div className="state">
      <p className="state-title">{t.notAllowed}</p>
      {problems ? <Problems problems={problems} /> : <p>{t.notAllowedWhy}</p>}
      <p className="quiet">{t.notAllowedTodo}</p>
    </div>
  );
}

export function NotFound({ problems }: { problems?: readonly Problem[] }): ReactNode {
  const t = useWords(words);
  return (
    <div className="state">
      <p className="state-title">{t.notFound}</p>
      {problems ? <Problems problems={problems} /> : <p className="quiet">{t.notFoundTodo}</p>}
      <p><Link to="/">{t.home}</Link></p>
    </div>
  );
}
