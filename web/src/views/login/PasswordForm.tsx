import { App, Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { changePassword, useUser } from "../../api/session";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { words } from "./words";

interface Passwords {
  old: string;
  new: string;
  again: string;
}

const SHORTEST = 12;

export function PasswordForm(): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);

  const send = async (said: Passwords): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await changePassword({ old: said.old, new: said.new });
      form.resetFields();
      void message.success(t.saved);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form<Passwords> form={form} layout="vertical" requiredMark={false} validateTrigger="onBlur" onFinish={(said) => void send(said)}>
      {failure && <div className="gate-problems"><Problems problems={failure.problems} /></div>}
      {/* Password keepers want to know whose password it is. */}
      <input hidden readOnly autoComplete="username" value={login} />
      <Form.Item name="old" label={t.old} rules={[{ required: true, message: t.needPassword }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={t.new} extra={t.rules} validateFirst rules={[{ required: true, message: t.needNew }, { min: SHORTEST, message: t.tooShort }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="again" label={t.again} dependencies={["new"]} validateFirst rules={[
        { required: true, message: t.needNew },
        ({ getFieldValue }) => ({ validator: (_, value) => value === getFieldValue("new") ? Promise.resolve() : Promise.reject(new Error(t.differ)) }),
      ]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>{t.save}</Button>
    </Form>
  );
}
