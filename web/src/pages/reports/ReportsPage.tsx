import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Files } from "./Files";
import { words } from "./words";
import "./reports.css";

type Report = Shape["ReportRow"];

/** Every report one may make or has a document of, by scenario. */
export default function ReportsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data, error, refetch } = api.useQuery("get", "/api/reports");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  const scenarios = [...new Set(data.map((report) => report.scenario))];
  const of = (scenario: string): Report[] => data.filter((report) => report.scenario === scenario);
  return (
    <Page title={t.reports} lead={t.lead}>
      {data.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {scenarios.map((scenario) => (
        <Card key={scenario} title={say(of(scenario)[0]?.scenario_title ?? { zh: scenario, en: scenario })}>
          <ul className="plain">
            {of(scenario).map((report) => <Row key={report.report} report={report} />)}
          </ul>
        </Card>
      ))}
    </Page>
  );
}

function Row({ report }: { report: Report }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { newest } = report;
  const told = [t.grain[report.grain], ...(report.with_subject ? [t.perSubject] : []), ...(report.workday !== null && report.role !== null ? [t.delivered(report.workday, report.role)] : [])];
  return (
    <li>
      <div><Link to={`/reports/${report.scenario}/${encodeURIComponent(report.name)}`}>{report.name}</Link></div>
      <div className="quiet small">{told.join(" · ")}</div>
      {newest ? <div className="small">{t.newest} {moment(newest.made_at, language)} · {newest.title} <Files document={newest} /></div> : <div className="quiet small">{t.noDocument}</div>}
    </li>
  );
}
