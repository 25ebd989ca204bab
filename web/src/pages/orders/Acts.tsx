import { Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, type Shape } from "../../api/client";
import { newId, send } from "../../lib/send";
import { useShortcuts } from "../../lib/keys";
import { useWords, type Said } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import type { Field, Values } from "../../ui/form/fields";
import { words } from "./words";

type Order = Shape["OrderOut"];
type Body = Record<string, unknown>;

/** What an act asks for, and what is sent for it. An act without a form is done at once. */
interface Act {
  fields: readonly Field[];
  body: (values: Values) => Body;
  lead?: string;
  path?: string;
}

/** What others wait for. */
const MAIN = new Set(["claim", "decide_extension", "answer"]);
const NOT_HERE = new Set(["complete", "attach"]);

/** The buttons of an order: what the server offers, and nothing else. */
export function Acts({ order }: { order: Order }): ReactNode {
  const t = useWords(words);
  const acts = useActs(order);
  const [open, setOpen] = useState<keyof typeof t.acts>();
  const offered = order.offers.actions.filter((name) => !NOT_HERE.has(name) && name in acts) as (keyof typeof t.acts)[];
  const act = async (name: string, body: Body): Promise<void> => {
    await send({ id: newId(), method: "POST", path: `/api/orders/${order.number}/${acts[name]?.path ?? name}`, body });
    setOpen(undefined);
    await queries.invalidateQueries();
  };
  const press = (name: keyof typeof t.acts): void => {
    if (acts[name]?.fields.length) setOpen(name);
    else void act(name, acts[name]?.body({}) ?? {});
  };
  useShortcuts(t.order, offered.includes("claim") ? [{ keys: "c", does: t.acts.claim, run: () => { press("claim"); } }] : []);
  const shown = open && acts[open];
  return (
    <>
      <div className="acts">
        {offered.map((name) => <Button key={name} type={MAIN.has(name) ? "primary" : "default"} danger={name === "cancel"} onClick={() => { press(name); }}>{t.acts[name]}</Button>)}
      </div>
      {open && shown && (
        <Modal open title={t.acts[open]} footer={null} onCancel={() => { setOpen(undefined); }} destroyOnHidden>
          {shown.lead && <p>{shown.lead}</p>}
          <DeclaredForm fields={shown.fields} submitText={t.acts[open]} danger={open === "cancel"} onSend={(values) => act(open, shown.body(values))} />
        </Modal>
      )}
    </>
  );
}

function useActs(order: Order): Record<string, Act> {
  const t = useWords(words);
  const { version, offers } = order;
  const departments = api.useQuery("get", "/api/departments", {}, { enabled: offers.actions.includes("invite") }).data ?? [];
  const colleagues = offers.colleagues.map((one) => ({ value: one.login, label: one.name }));
  const both = (label: string): Said => ({ zh: label, en: label });
  const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({ name, label: both(label), kind: "long_text", required: true, ...more });
  const choice = (name: string, label: string, options: readonly string[]): Field => ({ name, label: both(label), kind: "choice", options, required: true });
  const joint = order.tasks.filter((task) => task.kind === "joint" && !task.ended_at);
  return {
    claim: { fields: [], body: () => ({ version }) },
    resume: { fields: [], body: () => ({ version }) },
    hand_over: {
      fields: [choice("to", t.colleague, colleagues.map((one) => one.label))],
      body: ({ to }) => ({ version, to: colleagues.find((one) => one.label === to)?.value }),
    },
    ask_extension: { lead: t.days(offers.extension_days ?? 0), fields: [text("reason", t.reason)], body: ({ reason }) => ({ version, reason }) },
    decide_extension: {
      ...(offers.asked ? { lead: t.asked(offers.asked.days, offers.asked.reason) } : {}),
      fields: [choice("granted", t.acts.decide_extension, [t.grant, t.refuse]), text("note", t.note, { required: false })],
      body: ({ granted, note }) => ({ version, granted: granted === t.grant, note: note ?? "" }),
    },
    suspend: {
      lead: t.mostDays(offers.suspension_days ?? 0),
      fields: [choice("reason", t.reason, offers.suspension_reasons), text("note", t.note, { required: false })],
      body: ({ reason, note }) => ({ version, reason, note: note ?? "" }),
    },
    invite: {
      fields: [choice("department", t.departments, departments.map((one) => one.name)), text("ask", t.ask)],
      body: ({ department, ask }) => ({ version, ask, departments: departments.filter((one) => one.name === department).map((one) => one.department) }),
    },
    withdraw: {
      fields: [choice("task", t.jointTasks, joint.map((task) => task.department))],
      body: ({ task }) => ({ version, task: joint.find((one) => one.department === task)?.id }),
    },
    answer: {
      ...(offers.joint ? { lead: offers.joint.ask } : {}),
      fields: [text("words", t.answerWords)],
      body: (values) => ({ words: values.words, task: offers.joint?.task ?? null }),
    },
    supervise: {
      fields: [choice("level", t.level, t.levels), { name: "due", label: both(t.due), kind: "date", required: true }, text("words", t.note)],
      body: (values) => ({ level: t.levels.findIndex((level) => level === values.level) + 1, due: values.due, words: values.words }),
    },
    cancel: { fields: [text("reason", t.reason)], body: ({ reason }) => ({ version, reason }) },
    reopen: { fields: [text("reason", t.reason)], body: ({ reason }) => ({ version, reason }) },
    feedback: {
      fields: [choice("satisfaction", t.satisfaction, ["5", "4", "3", "2", "1"]), text("words", t.citizen, { required: false })],
      body: (values) => ({ satisfaction: Number(values.satisfaction), words: values.words ?? "" }),
    },
    link: { fields: [{ name: "repeats", label: both(t.repeatOf), kind: "text", required: true }], body: ({ repeats }) => ({ repeats }) },
    comment: { fields: [text("text", t.acts.comment)], body: (values) => ({ text: values.text }), path: "comments" },
  };
}
