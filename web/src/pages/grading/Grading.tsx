import { App, Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { GRADES, graded, height } from "../../lib/grades";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card, Facts } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { words } from "./words";

type Row = Shape["GradingRow"];
type Grade = Row["grade"];

/** One column: its grade, what is suggested and why, what was decided; deciding it. */
export function Grading({ one, again }: { one: Row; again: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { message } = App.useApp();
  const { language } = usePreferences();
  const [grade, setGrade] = useState<Grade>(one.suggested ?? one.grade);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const name = `${say(one.title)} · ${one.column}`;
  const decide = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await server.POST("/api/catalogue/grading", { body: { source: one.source, column: one.column, grade, reason } });
      void message.success(t.done);
      again();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={name} actions={<Link to={`/catalogue/${encodeURIComponent(one.table)}/${encodeURIComponent(one.column)}`}>{say(one.label)}</Link>}>
      <Facts facts={[[t.now, say(graded(one.grade))], [t.suggested, one.suggested ? say(graded(one.suggested)) : "—"]]} />
      {one.suggested && <ul>{one.reasons.map((reasoned) => <li key={reasoned.zh}>{say(reasoned)}</li>)}</ul>}
      {!one.open && !one.decision && <p className="quiet">{t.right}</p>}
      {one.decision && <p>{t.decided(one.decision.by, day(one.decision.decided, language), say(graded(one.decision.grade)))}：{one.decision.reason}</p>}
      {one.decision && one.open && <p role="note">{t.again}</p>}
      {failure && <Problems problems={failure.problems} />}
      <p className="acts">
        <Choice aria-label={`${t.settle} ${name}`} value={grade} options={GRADES.map((value) => ({ value: value.zh, label: say(value) }))} style={{ maxWidth: 200 }} onChange={(value) => { setGrade(value as Grade); }} />
        <Input aria-label={`${t.reason} ${name}`} placeholder={t.reasonHint} value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value); }} style={{ maxWidth: 420 }} />
        <Button type="primary" loading={busy} disabled={reason.trim() === ""} aria-label={`${t.save} ${name}`} onClick={() => void decide()}>{t.save}</Button>
      </p>
      {height(grade) < height(one.said) && <p className="small" role="note">{t.lowers}</p>}
    </Card>
  );
}
