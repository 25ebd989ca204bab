import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { amount, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Bar } from "../../ui/Bar";
import { Filters } from "../../ui/list/Filters";
import { useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Figures } from "./Figures";
import { words } from "./words";
import "./StatisticsPage.css";

type Sums = Shape["FunnelTotal"];
const GROUPS = ["department", "region", "month", "scenario"] as const;
type Group = (typeof GROUPS)[number] | "rule";

/** The funnel, of everything one's posts cover: as a whole, and by rule, department, county or month. */
export default function StatisticsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const scenarios = api.useQuery("get", "/api/funnel", { params: { query: { group: "scenario" } } }).data?.rows ?? [];
  const filters: Filter[] = [
    { name: "group", label: t.by, kind: "choice", none: t.groups.rule, options: GROUPS.map((group) => ({ value: group, label: t.groups[group] })) },
    { name: "scenario", label: t.scenario, kind: "choice", options: scenarios.map((one) => ({ value: one.key, label: say(one.title) })) },
  ];
  const [asked, change] = useQueryInAddress(filters);
  const group = (asked.group ?? "rule") as Group;
  const { data, error, isError, refetch } = api.useQuery("get", "/api/funnel", { params: { query: { group, ...(asked.scenario ? { scenario: asked.scenario } : {}) } } });
  const lead = data && (data.counted_at ? t.counted(moment(data.counted_at, language)) : t.notCounted);
  return (
    <Page title={t.statistics} lead={<>{t.lead} <span className="number">{lead}</span></>}>
      <Filters filters={filters} query={asked} change={change} />
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={10} />}
      {data?.total.findings === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {data && data.total.findings > 0 && (
        <>
          <Card title={t.funnel}><Funnel sums={data.total} /></Card>
          <Card title={t.groups[group]}>
            {group === "month" && <p className="quiet small">{t.monthHint}</p>}
            <Figures
              title={t.groups[group]}
              heads={["", t.findings, t.judged, t.dismissed, t.leads, t.cases, t.closed, t.amount, t.recovered]}
              rows={data.rows.map((row) => ({ key: row.key, cells: [group === "rule" ? <Link key="name" to={`/rules/${row.key}`}>{say(row.title)}</Link> : say(row.title), ...numbers(row, most(data.rows))] }))}
              total={[t.total, ...numbers(data.total, data.total.findings)]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

/** From all that was found to what was recovered: each step beside the first. */
function Funnel({ sums }: { sums: Sums }): ReactNode {
  const t = useWords(words);
  const steps = [[t.findings, sums.findings], [t.judged, sums.judged], [t.leads, sums.leads], [t.cases, sums.cases], [t.closed, sums.closed]] as const;
  return (
    <>
      <ol className="funnel">
        {steps.map(([name, number], at) => (
          <li key={name}>
            <span>{name}</span>
            <span className="funnel-number number">{number}</span>
            <Bar share={number / sums.findings} />
            <span className="quiet small number">{at > 0 && t.ofBefore(`${(number / sums.findings * 100).toFixed(1)}%`)}</span>
          </li>
        ))}
      </ol>
      <dl className="funnel-money">
        <div><dt>{t.amount}</dt><dd className="number">{amount(sums.amount)}</dd></div>
        <div><dt>{t.recovered}</dt><dd className="number">{amount(sums.recovered)}</dd></div>
      </dl>
    </>
  );
}

function numbers(sums: Sums, whole: number): ReactNode[] {
  return [
    <span key="findings" className="figure-bar"><Bar share={whole > 0 ? sums.findings / whole : 0} /> {sums.findings}</span>,
    sums.judged, sums.dismissed, sums.leads, sums.cases, sums.closed, amount(sums.amount), amount(sums.recovered),
  ];
}

function most(rows: readonly Sums[]): number {
  return Math.max(...rows.map((row) => row.findings), 1);
}
