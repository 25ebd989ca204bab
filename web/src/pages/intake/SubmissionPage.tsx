import { App, Button, Checkbox, Input } from "antd";
import { useId, useState, type ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, isLost, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading, Problems } from "../../ui/States";
import type { Submission } from "./calls";
import { fixesOf, NO_FIXES, type Fixes } from "./fixes";
import { Grid } from "./Grid";
import { ProposedColumns } from "./Proposed";
import { StateOf } from "./StateOf";
import { words } from "./words";
import "./intake.css";

const KEY = "/api/intake/submissions/{submission}";

/** One file somebody sent: how it is read, what is wrong in it, what it will change; confirming and approving. */
export default function SubmissionPage(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const number = Number(useParams().submission);
  const params = { path: { submission: number } };
  const { data: made, error, refetch } = api.useQuery("get", KEY, { params });
  const { data: sources } = api.useQuery("get", "/api/intake/sources");
  const trail = [{ to: "/intake", title: t.intake }];
  if (isLost(error, made)) return <Page title={t.intake} trail={trail}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!made) return <Loading rows={6} />;
  const leads: Record<string, string> = { draft: t.draftLead, waiting: t.waitingLead, accepted: t.acceptedLead, landed: t.landedLead, refused: t.refusedLead, discarded: t.discardedLead };
  return (
    <Page title={made.name} trail={trail} lead={leads[made.state]} actions={<StateOf state={made.state} />}>
      <Facts facts={[[t.source, made.source], [t.department, made.department], [t.by, made.sent_by], [t.when, <span key="at" className="number">{moment(made.at, language)}</span>]]} />
      {made.because && <p role="note" className="intake-note">{made.because}</p>}
      {made.look ? <Looked key={made.submission} made={made} look={made.look} source={sources?.find((one) => one.source === made.source)} /> : <Counts counts={made.counts} />}
      {made.batch && (
        <p>
          <Link to={`/intake/batches/${made.batch}`}>{t.seeBatch}</Link> · <a href={`/api/intake/batches/${made.batch}/report.xlsx`} download>{t.report}</a>
        </p>
      )}
    </Page>
  );
}

function Counts({ counts }: { counts: Shape["FileCounts"] }): ReactNode {
  const t = useWords(words);
  return (
    <ul className="intake-counts">
      {([[t.rows, counts.records], [t.bad, counts.bad], [t.aside, counts.aside], [t.wrong, counts.wrong]] as const).map(([label, n]) => (
        <li key={label}><strong className="number">{n}</strong> <span className="quiet">{label}</span></li>
      ))}
    </ul>
  );
}

function Looked({ made, look, source }: { made: Submission; look: Shape["FileLook"]; source: Shape["SourceOut"] | undefined }): ReactNode {
  const t = useWords(words);
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [accepted, setAccepted] = useState(false);
  const params = { path: { submission: made.submission } };
  const fixes = fixesOf(made.fixes);
  const act = async (call: () => Promise<{ data?: Submission }>): Promise<boolean> => {
    setBusy(true);
    setFailure(undefined);
    try {
      const { data } = await call();
      if (data) queries.setQueryData(api.queryOptions("get", KEY, { params }).queryKey, data);
      void queries.invalidateQueries({ queryKey: ["get", "/api/intake/submissions"] });
      return true;
    } catch (thrown) {
      setFailure(asFailure(thrown));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const may = new Set(made.may);
  const change = (to: Fixes): void => void act(() => server.PUT("/api/intake/submissions/{submission}/fixes", { params, body: to }));
  const discard = (): void => {
    modal.confirm({
      title: t.discardSure, okText: t.discard, cancelText: t.cancel,
      onOk: async () => { if (await act(() => server.POST("/api/intake/submissions/{submission}/discard", { params }))) await navigate("/intake"); },
    });
  };
  return (
    <>
      <Counts counts={made.counts} />
      {made.drift.length > 0 && <Drift made={made} />}
      {look.missing.length > 0 && <p role="note" className="intake-note">{t.missing(look.missing.join(" "))}</p>}
      {failure && <Problems problems={failure.problems} />}
      <Card title={t.table} actions={<span className="quiet small">{busy ? t.reading : t.readIn(look.seconds)}</span>}>
        <Grid {...{ look, source, fixes, busy }} change={may.has("fix") ? change : undefined} />
        {may.has("fix") && Object.keys(made.fixes).length > 0 && <p><Button disabled={busy} onClick={() => { change(NO_FIXES); }}>{t.undoFixes}</Button></p>}
      </Card>
      {may.has("fix") && <ProposedColumns columns={look.columns} {...{ fixes, busy, change }} />}
      <div className="intake-split">
        <Wrong look={look} />
        <Changes made={made} look={look} />
      </div>
      {may.has("confirm") && (
        <Card>
          {made.drift.length > 0 && <p><Checkbox checked={accepted} onChange={(event) => { setAccepted(event.target.checked); }}>{t.accept}</Checkbox></p>}
          <p className="acts">
            <Button type="primary" loading={busy} disabled={busy || look.missing.length > 0 || (made.drift.length > 0 && !accepted)} onClick={() => void act(() => server.POST("/api/intake/submissions/{submission}/confirm", { params, body: { accept_change: accepted } }))}>{t.confirm}</Button>
            <Button disabled={busy} onClick={discard}>{t.discard}</Button>
          </p>
        </Card>
      )}
      {!may.has("confirm") && may.has("discard") && <p><Button disabled={busy} onClick={discard}>{t.discard}</Button></p>}
      {may.has("decide") && <Decision busy={busy} decide={(allow, because) => void act(() => server.POST("/api/intake/submissions/{submission}/decide", { params, body: { allow, because } }))} />}
    </>
  );
}

function Drift({ made }: { made: Submission }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div role="note" className="intake-note">
      <strong>{t.drift}</strong>
      <ul>{made.drift.map((problem, at) => <li key={at}>{say(problem.why ?? problem.what)}</li>)}</ul>
      {t.driftTodo}
    </div>
  );
}

function Wrong({ look }: { look: Shape["FileLook"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const wrong = look.columns.flatMap((column) => column.invalid.map((each) => ({ column, each })));
  return (
    <Card title={t.problems}>
      {wrong.length === 0 && <p className="quiet">{t.noProblems}</p>}
      <ul className="plain">
        {wrong.map(({ column, each }, at) => (
          <li key={at}>
            <strong>{column.header}</strong> <span className="number">{each.rows}</span> {say(each.why)}{t.at(each.line)}
            <div className="small quiet">{t.examples} {each.examples.join(" · ")}</div>
            <div className="small">{say(each.todo)}</div>
          </li>
        ))}
        {look.notes.map((note, at) => <li key={`note-${String(at)}`}><strong>{say(note.what)}</strong><div className="small">{say(note.todo)}</div></li>)}
      </ul>
    </Card>
  );
}

function Changes({ made, look }: { made: Submission; look: Shape["FileLook"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const changes = made.changes;
  return (
    <Card title={t.changes}>
      <ul>
        <li>{t.willLand(made.counts.records - made.counts.bad)}</li>
        {look.bad.map((each) => <li key={each.reason}>{t.willQuarantine(each.rows)}<div className="small quiet">{say(each.why)}</div></li>)}
        {look.aside.map((each) => <li key={each.reason} className="quiet">{t.aside} {each.rows} · {say(each.why)}</li>)}
        {changes?.replaces && <li>{t.willReplace(changes.replaces.file, changes.replaces.rows)}</li>}
        {changes?.there && <li>{t.there(changes.there)}</li>}
        {changes?.withdrawn && <li>{t.wasWithdrawn(changes.withdrawn)}</li>}
        {changes && <li className="quiet">{t.now(changes.files_now, changes.rows_now)}</li>}
        <li className="quiet">{t.recipeKept}</li>
      </ul>
    </Card>
  );
}

function Decision({ busy, decide }: { busy: boolean; decide: (allow: boolean, because: string) => void }): ReactNode {
  const t = useWords(words);
  const id = useId();
  const [because, setBecause] = useState("");
  return (
    <Card title={t.decide}>
      <label htmlFor={id}>{t.because}</label>
      <Input.TextArea id={id} rows={2} value={because} onChange={(event) => { setBecause(event.target.value); }} />
      <p className="acts">
        <Button type="primary" loading={busy} disabled={busy} onClick={() => { decide(true, because); }}>{t.approve}</Button>
        <Button danger disabled={busy || !because.trim()} onClick={() => { decide(false, because); }}>{t.refuse}</Button>
      </p>
    </Card>
  );
}
