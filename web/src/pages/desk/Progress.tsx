import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { words } from "./words";

/** Texts shorter than this are no account of what was done. */
const WORTH_QUOTING = 8;

/** How far the order of a request has come, and what the departments wrote; `use` takes it into the reply. */
export function Progress({ number, use }: { number: string; use?: (text: string) => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data: order, error, isError } = api.useQuery("get", "/api/orders/{number}", { params: { path: { number } } });
  if (isError) return <Card title={t.orderProgress}><Failed error={error} /></Card>;
  if (!order) return <Card title={t.orderProgress}><Loading rows={3} /></Card>;
  const live = order.state === "open" || order.state === "suspended";
  const title = (step: string): string => {
    const found = order.flow.steps.find((one) => one.name === step);
    return found ? say(found.title) : step;
  };
  return (
    <Card title={t.orderProgress} actions={<Link to={`/orders/${number}`}>{t.openedOrder} <span className="number">{number}</span></Link>}>
      <ul className="plain">
        {order.tasks.map((task) => (
          <li key={task.id}>
            <strong>{title(task.step)}</strong> {task.department} {task.result && <Status>{task.result}</Status>}
            {live && task.id === order.task.id && <> <Status tone={task.overdue ? "bad" : "note"}>{t.due} {day(task.due, language)}</Status></>}
            {task.ended_at && <span className="quiet small number"> {moment(task.ended_at, language)}</span>}
            <Said task={task} {...(use ? { use } : {})} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Said({ task, use }: { task: Shape["TaskOut"]; use?: (text: string) => void }): ReactNode {
  const t = useWords(words);
  const texts = Object.entries(task.values).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1].length >= WORTH_QUOTING);
  return texts.map(([name, text]) => (
    <div key={name}>
      <div className="small quiet">{name}</div>
      <blockquote className="quote">{text}</blockquote>
      {use && <Button size="small" onClick={() => { use(text); }}>{t.use}</Button>}
    </div>
  ));
}
