import { Button } from "antd";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useMay } from "../../api/session";
import { amount, day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Acts } from "./Acts";
import { Around } from "./Around";
import { Checks } from "./Checks";
import { Course } from "./Course";
import { Due } from "./Due";
import { OrderState } from "./OrderState";
import { TaskForm } from "./TaskForm";
import { words } from "./words";
import "./OrderPage.css";

/** One order: what it is about, what is to be done now, what has been done. */
export default function OrderPage(): ReactNode {
  const number = useParams().number ?? "";
  const { data: order, error, refetch } = api.useQuery("get", "/api/orders/{number}", { params: { path: { number } } });
  if (isLost(error, order)) return <Failed error={error} retry={() => void refetch()} />;
  if (!order) return <Loading rows={12} />;
  return <Shown key={order.number} order={order} />;
}

function Shown({ order }: { order: Shape["OrderOut"] }): ReactNode {
  const t = useWords(words);
  return (
    <Page title={order.title} trail={[{ to: "/orders", title: t.orders }]} lead={<><span className="number">{order.number}</span> <OrderState state={order.state} /></>} actions={<Button className="extra" onClick={() => { print(); }}>{t.print}</Button>}>
      <div className="split">
        <div>
          <Matter order={order} />
          <Now order={order} />
          {order.origin === "quality" && <Checks number={order.number} />}
          <Around order={order} />
        </div>
        <div><Course order={order} /></div>
      </div>
    </Page>
  );
}

/** The present step: who has it, until when, and the form that ends it. */
function Now({ order }: { order: Shape["OrderOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const step = order.flow.steps.find((one) => one.name === order.task.step);
  const live = order.state === "open" || order.state === "suspended";
  return (
    <Card title={live ? t.now : t.states[order.state as "closed"]}>
      <Facts facts={[
        [t.step, step ? say(step.title) : order.task.step],
        [t.department, order.task.department],
        [t.handler, order.task.handler ?? t.nobody],
        ...(live ? [[t.due, <Due key="due" due={order.task.due} overdue={order.task.overdue} />] as const] : []),
        ...(order.conclusion ? [[t.conclusion, order.conclusion] as const] : []),
        ...(order.recovered ? [[t.recovered, amount(order.recovered)] as const] : []),
        ...(order.reason ? [[t.reason, order.reason] as const] : []),
      ]}
      />
      {live && order.unannounced.length > 0 && <p role="note" className="order-note">{t.unannounced(order.unannounced.join(" "))}</p>}
      {order.task.ask && <p className="order-note">{order.task.ask}</p>}
      {order.offers.not_yet && <p role="note" className="order-note">{t.notYet(say(order.offers.not_yet))}</p>}
      {order.offers.actions.includes("complete") && <TaskForm order={order} />}
      <Acts order={order} />
    </Card>
  );
}

/** What the finding says, to who may see findings. */
function About({ finding }: { finding: string }): ReactNode {
  const t = useWords(words);
  const { data } = api.useQuery("get", "/api/findings/{finding}", { params: { path: { finding } } }, { enabled: useMay("findings.read"), retry: false });
  if (!data?.reason) return null;
  return (
    <>
      <p className="order-about">{data.reason}</p>
      {data.clause && <p className="quiet small">{t.clause} {data.clause}</p>}
    </>
  );
}

function Matter({ order }: { order: Shape["OrderOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.title}>
      {order.finding && <About finding={order.finding} />}
      {order.text && <p className="order-text">{order.text}</p>}
      <Facts facts={[
        [t.flow, say(order.flow.title)],
        [t.origin, t.origins[order.origin as keyof typeof t.origins]],
        ...(order.finding ? [[t.finding, <Link key="finding" to={`/findings/${order.finding}`}>{order.finding}</Link>] as const] : []),
        ...(order.origin === "request" ? [[t.request, <Link key="request" to={`/desk/requests/${order.number}`}>{t.toRequest}</Link>] as const] : []),
        ...(order.category ? [[t.category, order.category] as const] : []),
        ...(order.region_name ? [[t.region, order.region_name] as const] : []),
        ...(order.place ? [[t.place, order.place] as const] : []),
        [t.by, order.opened_by ? `${order.department} ${order.opened_by}` : t.byData],
        [t.opened, <span key="opened" className="number">{day(order.opened_at, language)}</span>],
        ...(order.closed_at ? [[t.closed, <span key="closed" className="number">{day(order.closed_at, language)}</span>] as const] : []),
        ...(order.repeat_of ? [[t.repeats, <Link key="repeat" to={`/orders/${order.repeat_of}`}>{order.repeat_of}</Link>] as const] : []),
      ]}
      />
    </Card>
  );
}
