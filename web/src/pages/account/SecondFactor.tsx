import { App, Button, Form, Input, Modal, QRCode, Typography } from "antd";
import { useState, type ReactNode } from "react";
import { queries, server, SESSION, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { words } from "../words";

/** One-time codes from a telephone, besides the password. */
export function SecondFactor(): ReactNode {
  const t = useWords(words);
  const { second_factor: on } = useUser();
  const [enrolment, setEnrolment] = useState<Shape["EnrolmentOut"]>();
  const [off, setOff] = useState(false);
  const [codes, setCodes] = useState<readonly string[]>();
  const [failure, setFailure] = useState<Failure>();
  const begin = async (): Promise<void> => {
    try {
      setEnrolment((await server.POST("/api/second-factor")).data);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  const confirm = async (code: string): Promise<void> => {
    const { data } = await server.POST("/api/second-factor/confirm", { body: { code } });
    setEnrolment(undefined);
    setCodes(data?.codes);
    await queries.invalidateQueries({ queryKey: SESSION });
  };
  const end = async (code: string): Promise<void> => {
    await server.POST("/api/second-factor/off", { body: { code } });
    setOff(false);
    await queries.invalidateQueries({ queryKey: SESSION });
  };
  return (
    <>
      <p className="quiet">{on ? t.factorOn : t.factorOff}</p>
      {failure && <Problems problems={failure.problems} />}
      {on ? <Button onClick={() => { setOff(true); }}>{t.turnOff}</Button> : <Button type="primary" onClick={() => void begin()}>{t.turnOn}</Button>}
      {enrolment && (
        <AskCode title={t.turnOn} send={confirm} close={() => { setEnrolment(undefined); }}>
          <p>{t.scan}</p>
          <QRCode value={enrolment.address} bgColor="#fff" color="#000" />
          <p className="small quiet">{t.orType} <Typography.Text code copyable>{enrolment.secret}</Typography.Text></p>
        </AskCode>
      )}
      {off && <AskCode title={t.turnOff} send={end} close={() => { setOff(false); }} />}
      {codes && <Codes codes={codes} close={() => { setCodes(undefined); }} />}
    </>
  );
}

/** Asks for the code that the telephone shows now. */
function AskCode({ title, send, close, children }: { title: string; send: (code: string) => Promise<void>; close: () => void; children?: ReactNode }): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<{ code: string }>();
  const [failure, setFailure] = useState<Failure>();
  const finish = async ({ code }: { code: string }): Promise<void> => {
    try {
      await send(code);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  return (
    <Modal open title={title} okText={t.confirm} cancelText={t.cancel} onCancel={close} onOk={() => { form.submit(); }}>
      {children}
      {failure && <Problems problems={failure.problems} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void finish(said)}>
        <Form.Item name="code" label={t.code} rules={[{ required: true, whitespace: true, message: t.needCode }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={20} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Codes({ codes, close }: { codes: readonly string[]; close: () => void }): ReactNode {
  const t = useWords(words);
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(codes.join("\n"));
    void message.success(t.copied);
  };
  return (
    <Modal open closable={false} title={t.recovery} okText={t.kept} onOk={close} cancelText={t.copy} onCancel={() => void copy()}>
      <p>{t.recoveryLead}</p>
      <ul className="plain number">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
    </Modal>
  );
}
