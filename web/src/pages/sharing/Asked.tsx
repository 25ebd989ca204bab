import { App } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf, type Field } from "../../ui/form/fields";
import { Card, Facts } from "../../ui/Page";
import { Status, type Tone } from "../../ui/Status";
import { words as audit } from "../audit/words";
import { labels, words } from "./words";

type One = Shape["SharingRequestOut"];
const TONES: Record<string, Tone> = { asked: "warn", granted: "good", refused: "note" };
/** Not "full": of what is not to be seen nothing is granted. */
const LEVELS = ["partial", "general", "pseudonym", "none"] as const;

/** One request: what is asked for, what is in the way, what was said, and what is mine to do now. */
export function Asked({ one, again }: { one: One; again: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const levels = useWords(audit).levels;
  const { language } = usePreferences();
  const facts: (readonly [string, ReactNode])[] = [
    [t.purpose, one.purpose],
    [t.role, one.role],
    [t.until, day(one.until, language)],
    ...(one.mask ? [[t.level, levels[one.mask]] as const] : []),
    [say(labels.reason), one.reason],
  ];
  return (
    <Card title={one.title ? say(one.title) : one.table} actions={<Status tone={TONES[one.state] ?? "plain"}>{t.states[one.state as "asked"]}</Status>}>
      <p className="quiet small"><Link to={`/catalogue/${encodeURIComponent(one.table)}`}>{t.wants(one.department, one.owner)}</Link> · {one.asked_by} <span className="number">{moment(one.asked_at, language)}</span> · <span className="number">{t.due(day(one.due, language))}</span> {one.late && <Status tone="bad">{t.late}</Status>}</p>
      <Facts facts={facts} />
      {one.owing.length > 0 && <InTheWay owing={one.owing} lifters={one.lifters} />}
      {one.lifted_at && <Voice text={t.lifted(one.lifted)} by={one.lifted_by ?? ""} at={one.lifted_at} />}
      {one.answered_at && <Voice text={one.answer} by={`${one.owner} ${one.answered_by ?? ""}`} at={one.answered_at} />}
      {one.may.includes("lift") && <Except one={one} again={again} />}
      {one.may.includes("decide") && <Answer one={one} again={again} />}
    </Card>
  );
}

/** What give-to-get has against it, and who may lift it. */
export function InTheWay({ owing, lifters }: { owing: One["owing"]; lifters?: string }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div role="note" className="order-note">
      <Status tone="bad">{owing.some((each) => !each.unknown) ? t.held : t.unknown}</Status>
      <ul>{owing.map((each) => <li key={each.told.zh}>{say(each.told)}</li>)}</ul>
      {lifters && <p className="quiet small">{t.mend(lifters)}</p>}
    </div>
  );
}

function Voice({ text, by, at }: { text: string; by: string; at: string }): ReactNode {
  const { language } = usePreferences();
  return <p className="order-text">{text}<br /><span className="quiet small">{by} <span className="number">{moment(at, language)}</span></span></p>;
}

function Answer({ one, again }: { one: One; again: () => void }): ReactNode {
  const t = useWords(words);
  const levels = useWords(audit).levels;
  const { login } = useUser();
  const { message } = App.useApp();
  const fields: readonly Field[] = [
    { name: "result", label: labels.result, kind: "choice", options: [t.grant, t.refuse], required: true },
    { name: "mask", label: labels.mask, kind: "choice", options: LEVELS.map((level) => levels[level]) },
    { name: "text", label: labels.text, kind: "long_text", required: true },
  ];
  return (
    <DeclaredForm
      fields={fields}
      draftOf={{ owner: login, key: `sharing answer ${String(one.request)}` }}
      submitText={t.answer}
      onSend={async ({ result, mask, text }) => {
        const level = LEVELS.find((each) => levels[each] === textOf(mask)) ?? null;
        await server.POST("/api/sharing/{number}/answer", { params: { path: { number: one.request } }, body: { grant: textOf(result) === t.grant, mask: level, text: textOf(text) } });
        void message.success(t.answered);
        again();
      }}
    />
  );
}

function Except({ one, again }: { one: One; again: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  return (
    <DeclaredForm
      fields={[{ name: "text", label: labels.why, kind: "long_text", required: true }]}
      draftOf={{ owner: login, key: `sharing exception ${String(one.request)}` }}
      submitText={t.except}
      onSend={async ({ text }) => {
        await server.POST("/api/sharing/{number}/exception", { params: { path: { number: one.request } }, body: { text: textOf(text) } });
        again();
      }}
    />
  );
}
