import { Button, Form, Input, Radio, type FormInstance } from "antd";
import { useEffect, useEffectEvent, useId, useState, type ReactNode } from "react";
import { api, type Shape } from "../../api/client";
import { useShortcuts } from "../../lib/keys";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Caller } from "./Caller";
import { KEYS, Suggestions, type Chosen } from "./Suggestions";
import { useSuggestions } from "./useSuggestions";
import { asBody, CHANNELS, URGENCIES, type Body, type Values } from "./values";
import { words } from "./words";
import "./desk.css";

export type Then = { then: "keep" | "order" | "answer" } | { then: "merge"; into: string; told: boolean };

const SUBMIT = "Ctrl+Enter";
const NOTHING = { title: "", body: "", number: "" };

interface Props {
  /** What the form begins with; `number` once the request has one. */
  initial: Values;
  number?: string;
  /** The contact is asked for: of a request that has one, it is kept apart. */
  withContact: boolean;
  /** Nothing but saving is offered, and nothing is suggested. */
  only?: "save";
  /** Sends what was filled in, and does what was chosen. Throws a Failure when it is refused. */
  send: (body: Body, then: Then) => Promise<void>;
  /** What is filled in, as it changes: a draft is kept of it. */
  changed?: (values: Values) => void;
}

/** A request as it is taken down: what was said, what is suggested, what is done with it. */
export function Intake({ initial, number = "", withContact, only, send, changed }: Props): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<Values>();
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);
  const values = (Form.useWatch([], form) as Values | undefined) ?? initial;
  const told = useSuggestions(only ? NOTHING : { title: values.title, body: values.body, number });
  const take = useTaking(form, told);
  const finish = async (then: Then): Promise<void> => {
    setFailure(undefined);
    try {
      await form.validateFields();
    } catch {
      return; // the form says what is missing, beside the field
    }
    setSending(true);
    try {
      await send(asBody(form.getFieldsValue(true) as Values, told, withContact), then);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setSending(false);
    }
  };
  const merge = (into: string): void => void finish({ then: "merge", into, told: values.channel === "phone" });
  const first = told?.similar[0];
  useKeys({
    [KEYS.category]: () => { take.category(told?.categories[0]?.label); },
    [KEYS.department]: () => { take.accept("department"); },
    [KEYS.place]: () => { take.accept("place"); },
    [KEYS.merge]: () => { if (first) merge(first.number); },
  }, () => void finish({ then: "order" }));
  return (
    <Form<Values> form={form} layout="vertical" initialValues={initial} requiredMark={false} className={only ? undefined : "desk"} onValuesChange={(_, all) => changed?.(all)} scrollToFirstError={{ focus: true }}>
      <Card title={t.said}>
        <Heard phone={values.channel === "phone"} withContact={withContact} />
      </Card>
      {!only && (
      <div className="desk-told">
        <Suggestions told={told} chosen={chosen(values)} accept={take.accept} acceptCategory={take.category} merge={merge} />
      </div>
      )}
      <Card title={t.decide}>
        <Decide />
        {failure && <Problems problems={failure.problems} />}
        <div className="desk-acts">
          {!only && <Button type="primary" loading={sending} onClick={() => void finish({ then: "order" })}>{t.openOrder} <kbd className="extra" aria-hidden>{SUBMIT}</kbd></Button>}
          <Button disabled={sending} onClick={() => void finish({ then: "keep" })}>{number ? t.save : t.keepOnly}</Button>
          {!number && <Button disabled={sending} onClick={() => void finish({ then: "answer" })}>{t.answerNow}</Button>}
        </div>
      </Card>
    </Form>
  );
}

function chosen(values: Values): Chosen {
  return { category: values.category, department: values.proposed, place: values.place };
}

/** What taking a suggestion does to the form. */
function useTaking(form: FormInstance<Values>, told: Shape["SuggestionsOut"] | undefined) {
  return {
    category: (label: string | undefined) => { if (label) form.setFieldsValue({ category: label }); },
    accept: (kind: keyof Chosen) => {
      const department = told?.departments[0]?.department;
      if (kind === "department" && department) form.setFieldsValue({ proposed: String(department) });
      if (kind === "place" && told?.place) form.setFieldsValue({ place: told.place, ...(told.region ? { region: told.region } : {}) });
    },
  };
}

/** Function keys act also while one types: that is what they are for here. */
function useKeys(acts: Record<string, () => void>, submit: () => void): void {
  const t = useWords(words);
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || document.querySelector("[role=dialog]")) return;
    const act = event.ctrlKey && event.key === "Enter" ? submit : acts[event.key];
    if (!act || (event.key !== "Enter" && (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => { pressed(event); };
    addEventListener("keydown", hear);
    return () => { removeEventListener("keydown", hear); };
  }, []);
  // Only to be listed in the help: what they do is done above.
  const listed = (keys: string, does: string) => ({ keys, does, run: () => undefined });
  useShortcuts(t.keysOfDesk, [
    listed(KEYS.category, t.acceptCategory), listed(KEYS.department, t.acceptDepartment), listed(KEYS.place, t.acceptPlace),
    listed(KEYS.merge, t.mergeFirst), listed(SUBMIT, t.openOrder),
  ]);
}

function Heard({ phone, withContact }: { phone: boolean; withContact: boolean }): ReactNode {
  const t = useWords(words);
  return (
    <>
      <div className="desk-channel">
        <Form.Item name="channel" label={t.channel}>
          <Radio.Group role="radiogroup" aria-label={t.channel} options={CHANNELS.map((value) => ({ value, label: t.channels[value] }))} />
        </Form.Item>
        {!phone && <Form.Item name="received" label={t.received}><Input type="date" /></Form.Item>}
      </div>
      {withContact && <Caller />}
      <Form.Item name="body" label={t.body} rules={[{ required: true, whitespace: true, message: t.needBody }]}>
        <Input.TextArea placeholder={t.bodyHint} autoSize={{ minRows: 5, maxRows: 16 }} maxLength={20_000} autoFocus />
      </Form.Item>
      <Form.Item name="title" label={t.title}><Input placeholder={t.titleHint} maxLength={200} /></Form.Item>
    </>
  );
}

function Decide(): ReactNode {
  const t = useWords(words);
  const list = useId();
  const choices = api.useQuery("get", "/api/desk/choices", {}, { staleTime: 60_000 }).data;
  const names = new Map(choices?.regions.map((region) => [region.code, region.name]));
  const none = { value: "", label: t.none };
  return (
    <>
      <div className="desk-pairs">
        <Form.Item name="category" label={t.category}><Input list={list} maxLength={100} autoComplete="off" /></Form.Item>
        <Form.Item name="proposed" label={t.department}>
          <Choice options={[none, ...choices?.departments.map((one) => ({ value: String(one.id), label: one.name })) ?? []]} />
        </Form.Item>
        <Form.Item name="region" label={t.region}>
          <Choice options={[none, ...choices?.regions.map((one) => ({ value: one.code, label: [names.get(one.parent ?? ""), one.name].filter(Boolean).join(" ") })) ?? []]} />
        </Form.Item>
        <Form.Item name="place" label={t.place}><Input maxLength={200} autoComplete="off" /></Form.Item>
        <Form.Item name="urgency" label={t.urgency}>
          <Radio.Group role="radiogroup" aria-label={t.urgency} options={URGENCIES.map((value) => ({ value, label: t.urgencies[value] }))} />
        </Form.Item>
        {choices && choices.desks.length > 1 && (
          <Form.Item name="department" label={t.desk_}><Choice options={[none, ...choices.desks.map((one) => ({ value: String(one.id), label: one.name }))]} /></Form.Item>
        )}
      </div>
      <datalist id={list}>{choices?.categories.map((one) => <option key={one} value={one} />)}</datalist>
    </>
  );
}
