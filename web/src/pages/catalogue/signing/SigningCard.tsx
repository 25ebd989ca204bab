import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../../api/client";
import { useUser } from "../../../api/session";
import { day, moment } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { useSay, useWords } from "../../../lib/words";
import { DeclaredForm } from "../../../ui/form/DeclaredForm";
import { textOf, type Field, type Values } from "../../../ui/form/fields";
import { Card, Facts } from "../../../ui/Page";
import { Status } from "../../../ui/Status";
import { entryOf, OPENED, SHARED } from "./entry";
import { labels, words } from "./words";

type Signing = Shape["SigningOut"];
type Waiting = Shape["WaitingOut"];
type Change = Shape["EntryChangeOut"];

/** How a table is shared and open, as somebody signs it: what waits, what was decided, asking for something else. */
export function SigningCard({ table, signing, again }: { table: string; signing: Signing; again: () => void }): ReactNode {
  const t = useWords(words);
  const { waiting, decided, may } = signing;
  return (
    <>
      <Card title={t.signing} actions={waiting && <Status tone="warn">{t.waiting}</Status>}>
        {waiting ? <Waits waiting={waiting} /> : <p className="quiet">{decided.length > 0 ? t.none : t.never}</p>}
        {waiting && may.includes("catalogue.sign") && <Decide table={table} waiting={waiting} again={again} />}
        {may.includes("catalogue.propose") && <Propose table={table} signing={signing} again={again} />}
      </Card>
      {decided.length > 0 && <Versions signing={signing} />}
    </>
  );
}

function Waits({ waiting }: { waiting: Waiting }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      <p role="note">{waiting.first ? t.first : t.lead}</p>
      <p className="quiet small">{waiting.asked_by && waiting.asked ? t.asked(waiting.asked_by, moment(waiting.asked, language), waiting.reason ?? "") : t.edited}</p>
      <Changes changes={waiting.changes} />
    </>
  );
}

/** Before and now, one below the other: bases and conditions are sentences. */
function Changes({ changes }: { changes: readonly Change[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <ul className="plain">
      {changes.map((one) => (
        <li key={one.what}>
          <strong>{t.whats[one.what as "owner"]}</strong>
          <Facts facts={[...(one.before ? [[t.before, say(one.before)] as const] : []), [t.now, say(one.now)]]} />
        </li>
      ))}
    </ul>
  );
}

function Decide({ table, waiting, again }: { table: string; waiting: Waiting; again: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { message } = App.useApp();
  const fields: readonly Field[] = [
    { name: "verdict", label: labels.verdict, kind: "choice", options: [t.signed, t.refused], required: true },
    { name: "reason", label: labels.opinion, kind: "long_text", required: true },
  ];
  return (
    <DeclaredForm
      fields={fields}
      draftOf={{ owner: login, key: `signing ${table} ${waiting.mark}` }}
      submitText={t.sign}
      onSend={async ({ verdict, reason }) => {
        const said = textOf(verdict) === t.signed ? "signed" : "refused";
        await server.POST("/api/catalogue/tables/{table}/signature", { params: { path: { table } }, body: { verdict: said, reason: textOf(reason), mark: waiting.mark } });
        void message.success(t.decided[said]);
        again();
      }}
    />
  );
}

/** Asking that the table be shared or open otherwise; what is left empty stays as it is. */
function Propose({ table, signing, again }: { table: string; signing: Signing; again: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  if (!open) return <p><Button onClick={() => { setOpen(true); }}>{t.propose}</Button></p>;
  const sharing = SHARED.map((kind) => t.shared[kind]);
  const opening = OPENED.map((kind) => t.opened[kind]);
  const fields: readonly Field[] = [
    { name: "sharing", label: labels.sharing, kind: "choice", options: sharing },
    { name: "sharing_basis", label: labels.sharingBasis, kind: "text" },
    { name: "condition", label: labels.condition, kind: "text" },
    { name: "opening", label: labels.opening, kind: "choice", options: opening },
    { name: "opening_basis", label: labels.openingBasis, kind: "text" },
    { name: "reason", label: labels.reason, kind: "long_text", required: true },
  ];
  const send = async (values: Values): Promise<void> => {
    const text = (name: string): string => textOf(values[name]);
    const asked = entryOf(signing.entry, {
      sharing: SHARED[sharing.indexOf(text("sharing"))],
      sharingBasis: text("sharing_basis"),
      condition: text("condition"),
      opening: OPENED[opening.indexOf(text("opening"))],
      openingBasis: text("opening_basis"),
    });
    await server.POST("/api/catalogue/tables/{table}/entry", { params: { path: { table } }, body: { ...asked, reason: text("reason") } });
    void message.success(t.proposed);
    setOpen(false);
    again();
  };
  return (
    <>
      <p className="quiet small">{t.proposeLead}</p>
      <DeclaredForm fields={fields} draftOf={{ owner: login, key: `entry ${table}` }} submitText={t.send} onSend={send} />
    </>
  );
}

function Versions({ signing }: { signing: Signing }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.versions}>
      <ul className="plain">
        {signing.decided.map((one, at) => (
          <li key={at}>
            <Status tone={one.verdict === "signed" ? "good" : "note"}>{t.verdicts[one.verdict]}</Status> {one.reason} <span className="quiet small">{one.by} <span className="number">{day(one.decided, language)}</span>{one.asked_by && ` · ${t.askedBy(one.asked_by)}`}</span>
            <ul className="plain small">{one.changes.map((change) => <li key={change.what}>{t.whats[change.what as "owner"]}{t.colon}{say(change.now)}</li>)}</ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
