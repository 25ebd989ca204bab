import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { amount, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Bar, Barred } from "../../ui/Bar";
import { Filters } from "../../ui/list/Filters";
import { useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { CONCLUDED } from "../findings/filters";
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
  const within: Within = asked.scenario ? { scenario: asked.scenario } : {};
  const lead = data && (data.counted_at ? t.counted(moment(data.counted_at, language)) : t.notCounted);
  return (
    <Page title={t.statistics} lead={<>{t.lead} <span className="number">{lead}</span></>}>
      <Filters filters={filters} query={asked} change={change} />
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={10} />}
      {data?.total.findings === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {data && data.total.findings > 0 && (
        <>
          <Card title={t.funnel}><Funnel sums={data.total} within={within} /></Card>
          <Card title={t.groups[group]}>
            {group === "month" && <p className="quiet small">{t.monthHint}</p>}
            <Figures
              title={t.groups[group]}
              heads={["", t.findings, t.judged, t.dismissed, t.leads, t.cases, t.closed, t.amount, t.recovered]}
              rows={data.rows.map((row) => ({ key: row.key, cells: [group === "rule" ? <Link key="name" to={`/rules/${row.key}`}>{say(row.title)}</Link> : say(row.title), ...numbers(row, most(data.rows), narrowed(within, group, row.key))] }))}
              total={[t.total, ...numbers(data.total, data.total.findings, within)]}
            />
          </Card>
        </>
      )}
    </Page>
  );
}

/** What the findings behind a figure have in common. */
type Within = Readonly<Record<string, string>>;

/** The findings of one row; null where the list cannot be narrowed to them. */
function narrowed(within: Within, group: Group, key: string): Within | null {
  if (group === "rule") return { ...within, scenario: key.split("/")[0] ?? "", rule: key.split("/")[1] ?? "" };
  if (group === "month" || key === "") return null;
  return { ...within, [group]: key };
}

/** A figure that leads to the findings it counts. */
function Counted({ children, within, of }: { children: ReactNode; within: Within | null; of: Within }): ReactNode {
  if (within === null || children === 0) return children;
  return <Link to={`/findings?${new URLSearchParams({ ...within, ...of }).toString()}`}>{children}</Link>;
}

const OF = {
  findings: { state: "counted" },
  judged: { state: "judged" },
  dismissed: { state: "dismissed" },
  leads: { state: "leads" },
  cases: { state: "all", conclusion: CONCLUDED.case.zh },
  closed: { state: "closed" },
} as const;
const STEPS = ["findings", "judged", "leads", "cases", "closed"] as const;

/** From all that was found to what was recovered: each step beside the first, leading to its findings. */
function Funnel({ sums, within }: { sums: Sums; within: Within }): ReactNode {
  const t = useWords(words);
  return (
    <>
      <ol className="funnel">
        {STEPS.map((step, at) => (
          <li key={step}>
            <span>{t[step]}</span>
            <span className="funnel-number number"><Counted within={within} of={OF[step]}>{sums[step]}</Counted></span>
            <Bar share={sums[step] / sums.findings} />
            <span className="quiet small number">{at > 0 && t.ofBefore(`${(sums[step] / sums.findings * 100).toFixed(1)}%`)}</span>
          </li>
        ))}
      </ol>
      <dl className="funnel-money">
        <div><dt>{t.amount}</dt><dd className="number"><Counted within={within} of={OF.leads}>{money(sums.amount)}</Counted></dd></div>
        <div><dt>{t.recovered}</dt><dd className="number"><Counted within={within} of={OF.leads}>{money(sums.recovered)}</Counted></dd></div>
      </dl>
    </>
  );
}

/** Nothing leads nowhere. */
function money(yuan: string): ReactNode {
  return Number(yuan) === 0 ? 0 : amount(yuan);
}

function numbers(sums: Sums, whole: number, within: Within | null): ReactNode[] {
  const told = (["judged", "dismissed", "leads", "cases", "closed"] as const).map((name) => <Counted key={name} within={within} of={OF[name]}>{sums[name]}</Counted>);
  return [
    <Barred key="findings" share={whole > 0 ? sums.findings / whole : 0}><Counted within={within} of={OF.findings}>{sums.findings}</Counted></Barred>,
    ...told,
    <Counted key="amount" within={within} of={OF.leads}>{money(sums.amount)}</Counted>,
    <Counted key="recovered" within={within} of={OF.leads}>{money(sums.recovered)}</Counted>,
  ];
}

function most(rows: readonly Sums[]): number {
  return Math.max(...rows.map((row) => row.findings), 1);
}
