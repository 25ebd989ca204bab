import { Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { useShortcuts } from "../../lib/keys";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords, type Said } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf, type Field, type Values } from "../../ui/form/fields";
import { Problems } from "../../ui/States";
import { Assignment } from "./Assignment";
import { useChoices } from "./calls";
import { decide, refresh, type Kind } from "./deciding";
import { Dismissal } from "./Dismissal";
import { words } from "./words";

type Finding = Shape["FindingOut"];

/** Every act with its key, in the order of the buttons. The server says which there are. */
const KEYS = { accept: "a", dismiss: "d", check: "c", order: "o", take_up: "l", assign: "s", ask: "q", contest: "n", merge: "m", unmerge: "m", reopen: "r" } as const;
type Act = keyof typeof KEYS;
const AT_ONCE: readonly Act[] = ["accept", "check", "unmerge"];
const ORDER = Object.keys(KEYS) as Act[];
/** What usually comes next, where it is offered. */
const MAIN: readonly Act[] = ["accept", "order"];

export function Acts({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const [open, setOpen] = useState<Act>();
  const [failure, setFailure] = useState<Failure>();
  const offered = ORDER.filter((act) => finding.may.includes(act));
  const main = MAIN.find((act) => offered.includes(act));
  const close = (): void => { setOpen(undefined); };
  const press = (act: Act): void => {
    setFailure(undefined);
    if (!AT_ONCE.includes(act)) setOpen(act);
    else decide({ kind: act as Kind, reason: "", words: "" }, [finding.finding]).catch((thrown: unknown) => { setFailure(asFailure(thrown)); });
  };
  useShortcuts(t.finding, offered.map((act) => ({ keys: KEYS[act], does: t.acts[act], run: () => { press(act); } })));
  if (offered.length === 0) return null;
  return (
    <>
      <div className="acts">
        {offered.map((act) => (
          <Button key={act} type={act === main ? "primary" : "default"} aria-keyshortcuts={KEYS[act]} onClick={() => { press(act); }}>
            {t.acts[act]} <kbd className="extra" aria-hidden>{KEYS[act]}</kbd>
          </Button>
        ))}
      </div>
      {failure && <Problems problems={failure.problems} />}
      {open === "dismiss" && <Dismissal findings={[finding.finding]} close={close} />}
      {open === "assign" && <Assignment findings={[finding.finding]} close={close} />}
      {open && open !== "dismiss" && open !== "assign" && <Asked act={open} finding={finding} close={close} />}
    </>
  );
}

/** The acts that want something filled in. */
function Asked({ act, finding, close }: { act: Act; finding: Finding; close: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { fields, send, lead } = useForms(finding)[act] ?? { fields: [], send: () => Promise.resolve(), lead: "" };
  return (
    <Modal open title={t.acts[act]} footer={null} onCancel={close} destroyOnHidden>
      {lead && <p>{lead}</p>}
      <DeclaredForm fields={fields} submitText={t.acts[act]} draftOf={{ owner: login, key: `${finding.finding} ${act}` }} onSend={async (values) => { await send(values); close(); }} />
    </Modal>
  );
}

interface Form {
  lead: string;
  fields: readonly Field[];
  send: (values: Values) => Promise<void>;
}

function useForms(finding: Finding): Partial<Record<Act, Form>> {
  const t = useWords(words);
  const say = useSay();
  const { departments } = useChoices();
  const both = (label: string): Said => ({ zh: label, en: label });
  const text = (name: string, label: string, required: boolean): Field => ({ name, label: both(label), kind: "long_text", required });
  const choice = (name: string, label: string, options: readonly string[], required: boolean): Field => ({ name, label: both(label), kind: "choice", options, required });
  const others = finding.others.map((one) => ({ id: one.id, label: `${one.id} ${say(one.title)}` }));
  const named = (name: unknown): number | null => departments.find((one) => one.name === name)?.department ?? null;
  const decided = (kind: Kind, more: (values: Values) => { into?: string | null }) => (values: Values): Promise<void> =>
    decide({ kind, reason: "", words: textOf(values.words), ...more(values) }, [finding.finding]);
  const path = { params: { path: { finding: finding.finding } } };
  return {
    take_up: { lead: t.takeUpLead, fields: [text("words", t.note, false)], send: decided("take_up", () => ({})) },
    reopen: { lead: "", fields: [text("words", t.reopenWhy, true)], send: decided("reopen", () => ({})) },
    merge: {
      lead: others.length > 0 ? t.mergeLead : t.mergeNone,
      fields: others.length > 0 ? [choice("into", t.mergeInto, others.map((one) => one.label), true)] : [],
      send: decided("merge", ({ into }) => ({ into: others.find((one) => one.label === into)?.id ?? null })),
    },
    ask: {
      lead: t.askLead,
      fields: [choice("department", t.department, departments.map((one) => one.name), true), text("text", t.question, true)],
      send: async (values) => {
        await server.POST("/api/findings/{finding}/questions", { ...path, body: { department: named(values.department) ?? 0, text: textOf(values.text) } });
        await refresh();
      },
    },
    contest: {
      lead: t.contestLead,
      fields: [text("text", t.contestText, true)],
      send: async (values) => {
        await server.POST("/api/findings/{finding}/contests", { ...path, body: { text: textOf(values.text) } });
        await refresh();
      },
    },
    order: {
      lead: t.orderLead,
      fields: [text("text", t.orderText, false), choice("to", t.orderTo, departments.map((one) => one.name), false)],
      send: async (values) => {
        await server.POST("/api/orders", { body: { finding: finding.finding, text: textOf(values.text), to: named(values.to), scenario: "", flow: "", title: "", category: "", region: "", place: "" } });
        await refresh();
      },
    },
  };
}
