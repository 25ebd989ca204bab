import { useId, useState, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, isLost, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { DataList } from "../../ui/list/DataList";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading, Problems } from "../../ui/States";
import { sendFile, type Upload } from "./calls";
import { Drop } from "./Drop";
import { StateOf } from "./StateOf";
import { words } from "./words";
import "./intake.css";

const NOTHING = { rows: [], next: null, total: 0, more: false };
type Source = Shape["SourceOut"];

/** Where a department sends its files: one is dropped, looked at on the next page; those sent before. */
export default function IntakePage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data: sources, error, refetch } = api.useQuery("get", "/api/intake/sources");
  if (isLost(error, sources)) return <Page title={t.intake}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!sources) return <Loading rows={6} />;
  const mine = sources.filter((source) => source.rights.includes("intake.send"));
  const waiting = sources.reduce((sum, source) => sum + source.waiting, 0);
  return (
    <Page title={t.intake} lead={t.lead} actions={<><Link to="/intake/form">{t.form}</Link><Link to="/intake/calendar">{t.calendar}</Link><Link to="/intake/batches">{t.batches}</Link></>}>
      {waiting > 0 && <p role="note" className="intake-note">{t.toApprove(waiting)}</p>}
      {mine.length > 0 && <Sending sources={mine} />}
      <h2>{t.sent}</h2>
      <DataList<Shape["SubmissionOut"]>
        title={t.sent}
        source={{ key: ["get", "/api/intake/submissions"], load: async (query) => (await server.GET("/api/intake/submissions", { params: { query } })).data ?? NOTHING }}
        filters={[{ name: "source", label: t.source, kind: "choice", none: t.all, options: sources.map((source) => ({ value: source.source, label: say(source.title) })) }]}
        id={(row) => String(row.submission)}
        name={(row) => row.name}
        to={(row) => `/intake/${String(row.submission)}`}
        columns={[
          { key: "name", title: t.file, cell: (row) => row.name },
          { key: "state", title: t.state, cell: (row) => <StateOf state={row.state} />, width: 110 },
          { key: "source", title: t.source, cell: (row) => row.source, width: 160 },
          { key: "rows", title: t.rows, cell: (row) => row.counts.records, numeric: true, width: 100 },
          { key: "bad", title: t.bad, cell: (row) => row.counts.bad, numeric: true, width: 100 },
          { key: "wrong", title: t.wrong, cell: (row) => row.counts.wrong, numeric: true, width: 100, extra: true },
          { key: "at", title: t.when, cell: (row) => moment(row.at, language), width: 150, extra: true },
          { key: "by", title: t.by, cell: (row) => row.sent_by, width: 110, extra: true },
        ]}
        empty={<Empty title={t.nothingSent} />}
      />
    </Page>
  );
}

function Sending({ sources }: { sources: readonly Source[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const navigate = useNavigate();
  const id = useId();
  const [chosen, setChosen] = useState(sources[0]?.source ?? "");
  const [upload, setUpload] = useState<Upload>();
  const [failure, setFailure] = useState<Failure>();
  const source = sources.find((one) => one.source === chosen);
  const take = async (file: File): Promise<void> => {
    setFailure(undefined);
    setUpload({ percent: 0, seconds: 0, reading: false });
    try {
      const made = await sendFile(chosen, file, setUpload);
      void queries.invalidateQueries({ queryKey: ["get", "/api/intake/submissions"] });
      await navigate(`/intake/${String(made.submission)}`);
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setUpload(undefined);
    }
  };
  return (
    <Card title={t.send}>
      <p>
        <label htmlFor={`${id}-source`}>{t.source}</label>{" "}
        <Choice id={`${id}-source`} value={chosen} options={sources.map((one) => ({ value: one.source, label: say(one.title) }))} onChange={setChosen} />
        {source?.approval && <span className="quiet"> {t.approvalNote}</span>}
      </p>
      <Drop
        take={(file) => void take(file)}
        text={t.drop}
        choose={t.choose}
        hint={t.kinds}
        doing={upload && (
          <>
            <progress max={100} value={upload.reading ? undefined : upload.percent} aria-label={t.send} />
            <p>{upload.reading ? t.reading : t.uploading(upload.percent, upload.seconds)}</p>
          </>
        )}
      />
      {failure && <Problems problems={failure.problems} />}
    </Card>
  );
}
