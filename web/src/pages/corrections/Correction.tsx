import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { api, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf } from "../../ui/form/fields";
import { Card } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status, type Tone } from "../../ui/Status";
import { Exhibits } from "../findings/Exhibits";
import { words } from "./words";

type One = Shape["CorrectionOut"];
const TONES: Record<string, Tone> = { asked: "warn", mended: "good", refused: "note", disputed: "bad", upheld: "note", overturned: "good" };

/** One reported error: what was said, answered, disputed and ruled, and what is mine to do now. */
export function Correction({ one, again }: { one: One; again: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={`${say(one.title)} · ${one.column || t.whole}`} actions={<Status tone={TONES[one.state] ?? "plain"}>{t.states[one.state as "asked"]}</Status>}>
      <p className="quiet small"><Link to={`/catalogue/${encodeURIComponent(one.table)}`}>{one.owner}</Link> · {one.place} · <span className="number">{t.due(day(one.due, language))}</span> {one.late && <Status tone="bad">{t.late}</Status>}</p>
      <Voice text={one.text} by={`${one.asked_for} ${one.asked_by}`} at={one.asked_at} />
      {one.answered_at && <Voice text={one.answer} by={`${one.owner} ${one.answered_by ?? ""}`} at={one.answered_at} />}
      {one.disputed_at && <Voice text={one.dispute} by={one.asked_by} at={one.disputed_at} />}
      {one.ruled_at && <Voice text={one.ruling} by={one.ruled_by ?? ""} at={one.ruled_at} />}
      <Row number={one.correction} />
      {one.may.map((act) => <Act key={act} one={one} act={act as ActName} again={again} />)}
    </Card>
  );
}

function Voice({ text, by, at }: { text: string; by: string; at: string }): ReactNode {
  const { language } = usePreferences();
  return <p className="order-text">{text}<br /><span className="quiet small">{by} <span className="number">{moment(at, language)}</span></span></p>;
}

/** The row itself, asked for only when somebody wants to see it: each look is a reading of data. */
function Row({ number }: { number: number }): ReactNode {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = api.useQuery("get", "/api/corrections/{correction}/row", { params: { path: { correction: number } } }, { enabled: open });
  if (!open) return <p><Button size="small" onClick={() => { setOpen(true); }}>{t.row}</Button></p>;
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  return data.exhibits.length > 0 ? <Exhibits groups={data.exhibits} /> : <p className="quiet">{t.rowWithheld}</p>;
}

type ActName = "answer" | "dispute" | "rule";

function Act({ one, act, again }: { one: One; act: ActName; again: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const choices = { answer: [t.mended, t.refused], rule: [t.overturned, t.upheld], dispute: [] }[act];
  const path = { params: { path: { correction: one.correction } } };
  const same = (label: string): { zh: string; en: string } => ({ zh: label, en: label });
  return (
    <DeclaredForm
      fields={[
        ...(choices.length > 0 ? [{ name: "result", label: same(t.result), kind: "choice" as const, options: choices, required: true }] : []),
        { name: "text", label: same(t.text), kind: "long_text", required: true },
      ]}
      draftOf={{ owner: login, key: `correction ${act} ${String(one.correction)}` }}
      submitText={t[act]}
      onSend={async ({ result, text }) => {
        const said = { text: textOf(text) };
        const first = textOf(result) === choices[0];
        if (act === "answer") await server.POST("/api/corrections/{correction}/answer", { ...path, body: { ...said, mended: first } });
        else if (act === "rule") await server.POST("/api/corrections/{correction}/rule", { ...path, body: { ...said, overturned: first } });
        else await server.POST("/api/corrections/{correction}/dispute", { ...path, body: said });
        again();
      }}
    />
  );
}
