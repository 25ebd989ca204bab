import { useId, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { percent } from "./Suggestions";
import { words } from "./words";

/** Below this an aspect is worth mending. */
const WEAK = 0.5;

/** How the reply reads, aspect by aspect, with what to mend. */
export function Marks({ quality }: { quality: Shape["QualityOut"] | undefined }): ReactNode {
  const t = useWords(words);
  const id = useId();
  return (
    <section aria-labelledby={id} aria-live="polite">
      <h3 id={id}>
        {t.quality} {quality && typeof quality.score === "number" && <Status tone={quality.score < quality.floor ? "bad" : quality.score < WEAK ? "warn" : "good"}>{t.overall} {t.of(percent(quality.score))}</Status>}
      </h3>
      {!quality && <p className="quiet small">{t.qualityEmpty}</p>}
      {quality && quality.readiness !== "ready" && <p role="note" className="desk-note small">{t.readiness[quality.readiness]}</p>}
      <ul className="marks">
        {quality?.marks.map((mark) => (
          <li key={mark.name}>
            <div className="mark-head">
              <strong>{t.marks[mark.name]}</strong>
              <meter min={0} max={1} low={WEAK} high={0.75} optimum={1} value={mark.value} aria-label={t.marks[mark.name]} />
              <span className="number small">{percent(mark.value)}</span>
            </div>
            <ul className="plain small" lang="zh-CN">{mark.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
