import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { Files } from "./Files";
import { Preview } from "./Preview";
import { words } from "./words";
import "./reports.css";

type Report = Shape["ReportOut"];

/** One report: made for a period, looked at before, and all that were made of it. */
export default function ReportPage(): ReactNode {
  const { scenario = "", name = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/reports/{scenario}/{name}", { params: { path: { scenario, name } } });
  const t = useWords(words);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  const lead = data.workday !== null && data.role !== null ? t.delivered(data.workday, data.role) : t.grain[data.grain];
  return (
    <Page title={data.name} trail={[{ to: "/reports", title: t.reports }]} lead={lead}>
      {data.may_make ? <Making report={data} /> : <p className="quiet">{t.notYours}</p>}
      <Documents report={data} />
    </Page>
  );
}

function Making({ report }: { report: Report }): ReactNode {
  const t = useWords(words);
  const { message } = App.useApp();
  const [period, setPeriod] = useState(report.periods[0] ?? "");
  const [subject, setSubject] = useState(report.subjects[0]?.value ?? "");
  const [told, setTold] = useState<Shape["PreviewOut"] | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState<"preview" | "make" | null>(null);
  const asked = { params: { path: { scenario: report.scenario, name: report.name } }, body: { period, subject: subject || null } };
  const ask = async (what: "preview" | "make"): Promise<void> => {
    setBusy(what);
    setFailed(null);
    try {
      if (what === "preview") {
        const { data } = await server.POST("/api/reports/{scenario}/{name}/preview", asked);
        setTold(data ?? null);
      } else {
        await server.POST("/api/reports/{scenario}/{name}/make", asked);
        message.success(t.made);
        await queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/reports") });
      }
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(null);
    }
  };
  const choose = (set: (value: string) => void) => (value: string) => { set(value); setTold(null); };
  return (
    <>
      <Card title={t.making_}>
        <p className="quiet small">{t.makingLead}</p>
        <div className="report-making" role="group" aria-label={t.making_}>
          <label>{t.period}<Choice value={period} options={report.periods.map((value) => ({ value, label: value }))} onChange={choose(setPeriod)} /></label>
          {report.subjects.length > 0 && <label>{t.subject}<Choice value={subject} options={report.subjects.map(({ value, title }) => ({ value, label: title }))} onChange={choose(setSubject)} /></label>}
          <Button disabled={busy !== null} loading={busy === "preview"} onClick={() => void ask("preview")}>{t.preview}</Button>
          <Button type="primary" disabled={busy !== null} loading={busy === "make"} onClick={() => void ask("make")}>{t.make}</Button>
        </div>
        {busy === "make" && <p role="status">{t.making}</p>}
        {failed !== null && <Failed error={failed} />}
      </Card>
      {told && <Card title={t.previewed}><Preview told={told} /></Card>}
    </>
  );
}

function Documents({ report }: { report: Report }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={t.documents}>
      {report.documents.length === 0 && <Empty title={t.noDocument} />}
      {report.documents.length > 0 && (
        <Figures
          title={t.documents}
          heads={[t.report, t.files, t.period, t.madeAt, t.madeBy, t.numbers, t.snapshot]}
          rows={report.documents.map((one) => ({
            key: String(one.document),
            cells: [one.title, <Files key="files" document={one} />, one.period, moment(one.made_at, language), one.made_by ?? t.byItself, t.checked(one.numbers), <span key="snapshot" title={one.snapshot}>{one.snapshot.split(" ")[0]}</span>],
          }))}
        />
      )}
    </Card>
  );
}
