import type { ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Bar } from "../../ui/Bar";
import { Filters } from "../../ui/list/Filters";
import { useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Figures } from "../statistics/Figures";
import { words } from "./words";
import "./MiningPage.css";

type Mined = Shape["Mined"];
type Times = Shape["StepTimes"];

/** Where the time of a flow's orders goes: altogether, by step, by department, from step to step, and by the ways they took. */
export default function MiningPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [asked, change] = useQueryInAddress([{ name: "flow", label: t.flow, kind: "choice" }, { name: "since", label: t.since, kind: "date" }]);
  const [scenario = "", flow = ""] = (asked.flow ?? "").split("/");
  const { data, error, isError, refetch } = api.useQuery("get", "/api/mining", { params: { query: { scenario, flow, ...(asked.since ? { since: asked.since } : {}) } } });
  const filters: Filter[] = [
    { name: "flow", label: t.flow, kind: "choice", none: t.most, options: (data?.flows ?? []).map((one) => ({ value: `${one.scenario}/${one.flow}`, label: t.flowOption(say(one.title), one.orders) })) },
    { name: "since", label: t.since, kind: "date" },
  ];
  return (
    <Page title={t.title} lead={t.lead}>
      <Filters filters={filters} query={asked} change={change} />
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={10} />}
      {data?.whole === null && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {data?.whole && <Told data={data} whole={data.whole} />}
    </Page>
  );
}

function Told({ data, whole }: { data: Mined; whole: Shape["WholeCourse"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const titles = data.flow?.titles ?? {};
  const named = (step: string | null): string => step === null ? t.end : titles[step] ? say(titles[step]) : step;
  const slowest = data.steps.find((one) => one.share > 0);
  return (
    <>
      <Card title={data.flow ? say(data.flow.title) : t.whole}>
        <dl className="mining-whole">
          {([
            [t.orders, String(whole.orders)], [t.closed, String(whole.closed)], [t.median, days(whole.median)], [t.nineInTen, days(whole.nine_in_ten)],
            [t.waiting, percent(whole.waiting)], [t.back, percent(whole.back)],
          ] as const).map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="number">{value}</dd></div>)}
        </dl>
        {slowest && <p>{t.slowest(named(slowest.step), percent(slowest.share), (slowest.waited ?? 0) > (slowest.worked ?? 0) ? t.mostlyWaiting : t.mostlyWorking)}</p>}
      </Card>
      <Card title={t.steps}>
        <Figures title={t.steps} heads={[t.step, ...heads(t)]} rows={data.steps.map((one) => ({ key: one.step, cells: [named(one.step), ...numbers(one)] }))} />
        <p className="quiet small">{t.leftHint}</p>
      </Card>
      <Card title={t.byDepartment}>
        <Figures
          title={t.byDepartment}
          heads={[t.stepDepartment, ...heads(t)]}
          rows={data.departments.map((one) => ({ key: `${one.step}/${one.department ?? ""}`, cells: [`${named(one.step)} · ${one.department ?? ""}`, ...numbers(one)] }))}
        />
      </Card>
      <Card title={t.moves}>
        <Figures
          title={t.moves}
          heads={[t.stepResult, t.next, t.times, t.ofStep]}
          rows={data.moves.map((one) => ({
            key: `${one.step}/${one.result}/${one.next ?? ""}/${String(one.back)}`,
            cells: [`${named(one.step)} · ${one.result}`, <span key="to">{named(one.next)} {one.back && <Status tone="warn">{t.returned}</Status>}</span>, one.times, percent(one.share)],
          }))}
        />
      </Card>
      {data.ways.length > 0 && (
        <Card title={t.ways}>
          <p className="quiet">{t.waysLead(data.ways_in_all, data.ways.length)}</p>
          <Figures
            title={t.ways}
            heads={[t.way, t.orders, t.ofClosed, t.median]}
            rows={data.ways.map((one) => ({ key: one.steps.join("/"), cells: [one.steps.map(named).join(" → "), one.orders, <Share key="share" share={one.share} />, days(one.median)] }))}
          />
        </Card>
      )}
    </>
  );
}

type Words = typeof words.zh;

function heads(t: Words): string[] {
  return [t.share, t.waited, t.worked, t.tasks, t.live, t.late, t.again, t.sentBack, t.left];
}

function numbers(one: Times): ReactNode[] {
  return [
    <Share key="share" share={one.share} />, `${days(one.waited)} / ${days(one.waited_most)}`, `${days(one.worked)} / ${days(one.worked_most)}`,
    one.tasks, one.live, percent(one.late), one.again, one.back, days(one.left),
  ];
}

function Share({ share }: { share: number }): ReactNode {
  return <span className="figure-bar"><Bar share={share} /> {percent(share)}</span>;
}

function days(value: number | null): string {
  return value === null ? "—" : value.toFixed(1);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
