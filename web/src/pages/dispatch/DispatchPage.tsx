import { App, Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { moment, today } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Conditions } from "./Conditions";
import { Plan } from "./Plan";
import { words } from "./words";
import "./dispatch.css";

type Day = Shape["DayOut"];
type Asked = Pick<Shape["WhatIfIn"], "settings"> & { add: string | null };
interface Tried { asked: Asked; plan: Shape["PlanOut"] }

/** A day's visits planned: the plan in force, and beside it what would be otherwise. */
export default function DispatchPage(): ReactNode {
  const t = useWords(words);
  const [address, setAddress] = useSearchParams();
  const day = address.get("day") ?? today();
  const { data, error, refetch } = api.useQuery("get", "/api/dispatch/day", { params: { query: { day } } });
  return (
    <Page
      title={t.dispatch}
      lead={t.lead}
      actions={<label className="plan-day">{t.day} <Input type="date" value={day} min={today()} onChange={({ target }) => { if (target.value) setAddress({ day: target.value }); }} /></label>}
    >
      {isLost(error, data) && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isLost(error, data) && <Loading rows={10} />}
      {data && <TheDay key={`${data.day} ${data.plan?.mark ?? ""}`} day={data} />}
    </Page>
  );
}

function TheDay({ day }: { day: Day }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { message } = App.useApp();
  const [tried, setTried] = useState<Tried>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const [because, setBecause] = useState("");
  const doing = async (what: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try { await what(); } catch (error) { setFailed(asFailure(error)); }
    setBusy(false);
  };
  const tryIt = (asked: Asked): void => void doing(async () => {
    const { data } = await server.POST("/api/dispatch/what-if", { body: { day: day.day, ...asked } });
    if (data) setTried({ asked, plan: data });
  });
  const adopt = ({ asked, plan }: Tried): void => void doing(async () => {
    await server.POST("/api/dispatch/plan", { body: { day: day.day, ...asked, mark: plan.mark, because } });
    void message.success(t.adopted);
    await queries.invalidateQueries({ queryKey: ["get", "/api/dispatch/day"] });
  });
  if (day.waiting === 0 && !day.plan) return <Empty title={t.noVisits}>{t.noVisitsTodo}</Empty>;
  return (
    <>
      <p>{t.waiting} <strong className="number">{t.waitingOf(day.waiting, day.must)}</strong> <span className="small quiet">{t.places}</span></p>
      {day.new.length > 0 && (
        <Card title={t.news}>
          <p className="small quiet">{t.putLead}</p>
          <ul className="plain news">
            {day.new.map((one) => (
              <li key={one.task}>
                <span>{one.title} <span className="small quiet">{one.order} · {one.place} · {say(one.step)} · {one.department}</span></span>
                <Button loading={busy} aria-label={`${t.put} ${one.order}`} onClick={() => { tryIt({ settings: day.settings, add: one.task }); }}>{t.put}</Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t.conditions}><Conditions from={day.settings} people={day.people} busy={busy} tryIt={(settings) => { tryIt({ settings, add: null }); }} /></Card>
      {failed !== undefined && <Failed error={failed} retry={() => { setFailed(undefined); }} />}
      <div className={tried ? "plans" : ""}>
        {(day.plan !== null || !tried) && (
          <Card title={t.plan}>
            {day.plan
              ? <><p className="small quiet">{t.madeBy(day.made_by ?? "", moment(day.made_at ?? "", language))} {day.because}</p><Plan plan={day.plan} /></>
              : <p className="quiet">{t.noPlan}</p>}
          </Card>
        )}
        {tried && (
          <Card title={tried.asked.add ? t.whatIfWith : t.whatIf}>
            <div className="adopt">
              <Input aria-label={t.because} placeholder={t.because} value={because} maxLength={200} onChange={({ target }) => { setBecause(target.value); }} />
              <Button type="primary" loading={busy} onClick={() => { adopt(tried); }}>{t.adopt}</Button>
              <Button onClick={() => { setTried(undefined); }}>{t.drop}</Button>
            </div>
            <Plan plan={tried.plan} beside={day.plan} />
          </Card>
        )}
      </div>
    </>
  );
}
