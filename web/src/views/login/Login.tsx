import { Button, Form, Input, type InputRef } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { signIn, useSession } from "../../api/session";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { Gate } from "./Gate";
import { words } from "./words";

interface Credentials {
  login: string;
  password: string;
  code?: string;
}

/** User name and password; then, where the account has one, the one-time code. */
export default function Login(): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<Credentials>();
  const [needsCode, setNeedsCode] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const code = useRef<InputRef>(null);
  const { session } = useSession();
  const refused = new URLSearchParams(location.search).get("sso");

  useEffect(() => {
    document.title = `${t.title} · ${t.product}`;
  }, [t]);
  useEffect(() => {
    if (needsCode) code.current?.focus();
  }, [needsCode]);

  const send = async (said: Credentials): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      setNeedsCode(await signIn({ ...said, login: said.login.trim() }) === "code");
    } catch (thrown) {
      setFailure(asFailure(thrown));
      form.resetFields(["code"]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Gate title={t.title}>
      <Form<Credentials> form={form} layout="vertical" requiredMark={false} validateTrigger="onSubmit" onFinish={(said) => void send(said)}>
        {failure && <div className="gate-problems"><Problems problems={failure.problems} /></div>}
        {refused && !failure && <p role="alert">{refused === "unknown" ? t.ssoUnknown : t.ssoFailed}</p>}
        <div hidden={needsCode}>
          <Form.Item name="login" label={t.login} rules={[{ required: true, whitespace: true, message: t.needLogin }]}>
            <Input size="large" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.needPassword }]}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
        </div>
        {needsCode && (
          <Form.Item name="code" label={t.code} extra={t.codeHint} rules={[{ required: true, whitespace: true, message: t.needCode }]}>
            <Input ref={code} size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={20} />
          </Form.Item>
        )}
        <Button type="primary" size="large" block htmlType="submit" loading={busy}>{needsCode ? t.verify : t.signIn}</Button>
        {needsCode && <Button type="link" block onClick={() => { setNeedsCode(false); form.resetFields(); }}>{t.back}</Button>}
      </Form>
      {session?.single_sign_on && !needsCode && <Button size="large" block href="/sso/start" className="gate-sso">{session.single_sign_on}</Button>}
      <p className="small quiet gate-help">{t.help}</p>
    </Gate>
  );
}
