import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { words } from "./words";

type Told = Shape["PreviewOut"];

/** A document as it would be: its words in Chinese, as on paper. */
export function Preview({ told }: { told: Told }): ReactNode {
  const t = useWords(words);
  return (
    <article className="report-paper" lang="zh-CN" aria-label={t.previewed}>
      <p className="report-mark">{told.mark}</p>
      <h3 className="report-title">{told.title}</h3>
      {told.to !== null && <p>{t.to(told.to)}</p>}
      {told.parts.map((part, at) => <Part key={at} part={part} />)}
      <p className="report-signed">{told.issuer}<br />{told.day}</p>
    </article>
  );
}

function Part({ part }: { part: Told["parts"][number] }): ReactNode {
  if (part.kind === "heading") return <h4>{part.words}</h4>;
  if (part.kind === "words") return <p className="report-words">{part.words}</p>;
  const [first, ...others] = part.heads;
  return (
    <div className="report-scroll" role="region" aria-label={part.words} tabIndex={0}>
      <table>
        <caption>{part.words}</caption>
        <thead><tr>{[first, ...others].map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {part.rows.map(([name, ...cells], at) => <tr key={at}><th scope="row">{name}</th>{cells.map((cell, place) => <td key={place}>{cell}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}
