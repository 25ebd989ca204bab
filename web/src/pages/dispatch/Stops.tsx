import { Fragment, type ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Status } from "../../ui/Status";
import { words } from "./words";

type Stop = Shape["StopOut"];
const MUST = 1;

/** Somebody's stops in order. `moved`: tasks that are elsewhere, or at another time, than in the plan in force; `rest`: when the midday break begins; `today`: the next one stands out. */
export function Stops({ stops, rest, moved, today = false }: { stops: readonly Stop[]; rest: string | null | undefined; moved?: ReadonlySet<string> | undefined; today?: boolean }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const next = today ? stops.find((stop) => !stop.done)?.task : undefined;
  const resting = rest ? stops.filter((stop) => stop.leaves <= rest).length : -1;
  return (
    <ol className="stops">
      {stops.map((stop, at) => (
        <Fragment key={stop.task}>
          {rest && at === resting && <Rest at={rest} />}
          <li aria-current={stop.task === next ? "step" : undefined}>
            <span className="number stop-time">{stop.arrives}–{stop.leaves}</span>
            <div>
              <Link to={`/orders/${stop.order}`}>{stop.title}</Link>{" "}
              {stop.priority === MUST && <Status tone="warn">{t.must}</Status>}{" "}
              {stop.done && <Status tone="good">{t.done}</Status>}{" "}
              {moved?.has(stop.task) && <Status tone="note">{t.moved}</Status>}
              <div className="small quiet">{stop.order} · {stop.place} · {say(stop.step)} · {stop.way === 0 ? t.noWay : t.way(stop.way)} · {t.due} {day(stop.due, language)}</div>
            </div>
          </li>
        </Fragment>
      ))}
      {rest && resting === stops.length && <Rest at={rest} />}
    </ol>
  );
}

function Rest({ at }: { at: string }): ReactNode {
  const t = useWords(words);
  return <li><span className="number stop-time">{at}</span><div className="quiet">{t.resting}</div></li>;
}
