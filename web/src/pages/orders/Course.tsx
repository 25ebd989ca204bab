import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { words } from "./words";

/** How far it has come along its flow, and everything that happened, newest first. */
export function Course({ order }: { order: Shape["OrderOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const live = order.state === "open" || order.state === "suspended";
  const been = new Set(order.tasks.map((task) => task.step));
  return (
    <>
      <Card title={t.steps}>
        <ol className="course">
          {order.flow.steps.map((step) => (
            <li key={step.name} data-state={been.has(step.name) ? "been" : "later"} aria-current={live && step.name === order.task.step ? "step" : undefined}>
              {live && step.name === order.task.step ? <strong>{say(step.title)}</strong> : <span className={been.has(step.name) ? undefined : "quiet"}>{say(step.title)}</span>}
            </li>
          ))}
        </ol>
      </Card>
      <Card title={t.course}>
        {order.timeline.length === 0 && <p className="quiet">{t.noTimeline}</p>}
        <ol className="course">
          {[...order.timeline].reverse().map((one, at) => (
            <li key={at}>
              <strong>{t.history[one.action] ?? one.action}</strong> {typeof one.about.result === "string" && one.about.result}
              <div className="quiet small"><span className="number">{moment(one.at, language)}</span> {one.name}</div>
            </li>
          ))}
        </ol>
      </Card>
    </>
  );
}
