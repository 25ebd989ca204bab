import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { amount, day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts } from "../../ui/Page";
import { Status } from "../../ui/Status";
import { words } from "./words";

type Order = Shape["OrderOut"];

/** What was done and said: the forms of past steps, joint answers, supervision, delays, files, feedback, comments. */
export function Around({ order }: { order: Order }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const done = order.tasks.filter((task) => task.kind !== "joint" && task.result);
  const joint = order.tasks.filter((task) => task.kind === "joint");
  const answers = new Set(done.flatMap((task) => Object.values(task.values)).flat());
  const loose = order.attachments.filter((file) => !answers.has(file.id));
  return (
    <>
      {done.length > 0 && <Card title={t.forms}>{done.map((task) => <Past key={task.id} order={order} task={task} />)}</Card>}
      {joint.length > 0 && (
        <Card title={t.jointTasks}>
          <ul className="plain">
            {joint.map((task) => (
              <li key={task.id}>
                <strong>{task.department}</strong> <Status tone={task.ended_at ? "good" : "warn"}>{task.ended_at ? t.answered : t.awaiting}</Status>
                <div>{task.ask}</div>
                {task.result && <div>{Object.values(task.values).filter((value) => typeof value === "string").join(" ") || task.result}</div>}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Some title={t.supervisions} lines={order.supervisions.map((one) => [`${t.levels[one.level - 1] ?? ""} ${one.department} ${one.by}`, `${one.note} · ${t.due} ${day(one.due, language)}`])} />
      <Some title={t.delays} lines={order.delays.map((one) => [`${t.days(one.days)} ${t.decided[one.state as keyof typeof t.decided]}`, [one.asked_by, one.reason, one.decided_by, one.note].filter(Boolean).join(" · ")])} />
      <Some title={t.suspensions} lines={order.suspensions.map((one) => [`${day(one.since, language)} – ${day(one.until ?? one.ends_on, language)}`, [one.by, one.reason, one.note].filter(Boolean).join(" · ")])} />
      <Some title={t.feedbacks} lines={order.feedback.map((one) => [`${String(one.satisfaction)} / 5`, [one.note, one.by, moment(one.at, language)].filter(Boolean).join(" · ")])} />
      {loose.length > 0 && <Card title={t.attachments}><Files files={loose} /></Card>}
      <Some title={t.comments} lines={order.comments.map((one) => [one.by, `${one.text} · ${moment(one.at, language)}`])} />
    </>
  );
}

/** A step that is over: its result and what was filled in, under the labels of its form. */
function Past({ order, task }: { order: Order; task: Shape["TaskOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const step = order.flow.steps.find((one) => one.name === task.step);
  return (
    <section className="past">
      <h3>{step ? say(step.title) : task.step} <Status>{task.result}</Status> <span className="quiet small">{task.department} {task.done_by}</span></h3>
      <Facts facts={Object.entries(task.values).map(([name, value]) => {
        const field = step?.form.find((one) => one.name === name);
        return [field ? say(field.label) : name, field?.kind === "photo" ? <Files key={name} files={order.attachments.filter((file) => (value as number[]).includes(file.id))} /> : shown(value, field?.kind, t)] as const;
      })}
      />
    </section>
  );
}

function shown(value: unknown, kind: string | undefined, t: { yes: string; no: string }): string {
  if (typeof value === "boolean") return value ? t.yes : t.no;
  if (kind === "amount") return amount(String(value));
  if (typeof value === "object" && value !== null) {
    const { lat, lon, place } = value as { lat?: number; lon?: number; place?: string };
    return [place, lat === undefined ? "" : `${String(lon)}, ${String(lat)}`].filter(Boolean).join(" ");
  }
  return String(value);
}

function Files({ files }: { files: Order["attachments"] }): ReactNode {
  const t = useWords(words);
  return (
    <div className="order-photos">
      {files.map((file) => (
        <a key={file.id} href={`/api/orders/attachments/${String(file.id)}`} target="_blank" rel="noreferrer">
          {file.media_type.startsWith("image/") ? <img src={`/api/orders/attachments/${String(file.id)}`} alt={`${file.field || t.photo} ${file.name}`} /> : file.name}
        </a>
      ))}
    </div>
  );
}

function Some({ title, lines }: { title: string; lines: readonly (readonly [string, string])[] }): ReactNode {
  return lines.length > 0 && (
    <Card title={title}>
      <ul className="plain">{lines.map(([what, more], at) => <li key={at}><strong>{what}</strong> <span>{more}</span></li>)}</ul>
    </Card>
  );
}
