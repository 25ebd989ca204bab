import { Button, Form } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { draft, dropDraft, keepDraft } from "../../lib/kept";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Problems } from "../States";
import { words } from "../words";
import { Control } from "./Control";
import { isAmount, isBlank, isInteger, ready, type Field, type Values } from "./fields";
import "./DeclaredForm.css";

interface Props {
  fields: readonly Field[];
  /** Fields needed beyond those declared as required: a result may need some. */
  needs?: readonly string[];
  /** Whose draft this is, and of what: half-filled forms survive a reload. */
  draftOf?: { owner: string; key: string };
  submitText?: string;
  danger?: boolean;
  onSend: (values: Values) => Promise<void>;
  /** Stands before the fields, within the form. */
  children?: ReactNode;
}

/** A form made from declared fields: labels, checks, photos, location, drafts. */
export function DeclaredForm({ fields, needs = [], draftOf, submitText, danger, onSend, children }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [form] = Form.useForm<Values>();
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);
  const [restored, setRestored] = useState(false);
  const owner = draftOf?.owner;
  const key = draftOf?.key;

  useEffect(() => {
    if (!owner || !key) return;
    draft(owner, key).then((values) => {
      // Whoever was quicker than the disk goes on with what he writes.
      if (values === undefined || form.isFieldsTouched()) return;
      form.setFieldsValue(values as Values);
      setRestored(true);
    }).catch(() => undefined); // a browser that keeps nothing has no draft
  }, [owner, key, form]);

  const drop = (): void => {
    if (owner && key) void dropDraft(owner, key).catch(() => undefined);
    setRestored(false);
  };
  const send = async (values: Values): Promise<void> => {
    setSending(true);
    setFailure(undefined);
    try {
      await onSend(ready(fields, values));
      drop();
      form.resetFields();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setSending(false);
    }
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={(label, { required }) => <>{label}{required ? <span className="form-mark form-required">{t.requiredMark}</span> : <span className="form-mark">{t.optional}</span>}</>}
      scrollToFirstError={{ focus: true }}
      validateTrigger="onBlur"
      onFinish={(values) => void send(values)}
      onValuesChange={(_, values) => { if (owner && key) void keepDraft(owner, key, values).catch(() => undefined); }}
    >
      {restored && (
        <p className="form-restored" role="status">{t.draftKept} <Button size="small" type="link" onClick={() => { form.resetFields(); drop(); }}>{t.dropDraft}</Button></p>
      )}
      {children}
      {fields.map((field) => {
        const required = (field.required ?? false) || needs.includes(field.name);
        const label = say(field.label);
        return (
          <Form.Item
            key={field.name}
            name={field.name}
            label={label}
            required={required}
            validateFirst
            rules={[{ validator: (_, value: Values[string]) => {
              if (isBlank(value)) return required ? Promise.reject(new Error(t.required(label))) : Promise.resolve();
              const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
              if (field.kind === "amount" && !isAmount(text)) return Promise.reject(new Error(t.badAmount));
              if (field.kind === "integer" && !isInteger(text)) return Promise.reject(new Error(t.badInteger));
              return Promise.resolve();
            } }]}
          >
            <Control field={field} required={required} label={label} />
          </Form.Item>
        );
      })}
      {failure && <Problems problems={failure.problems} />}
      <div className="form-foot">
        <Button type="primary" danger={danger ?? false} htmlType="submit" loading={sending}>{submitText ?? t.send}</Button>
      </div>
    </Form>
  );
}
