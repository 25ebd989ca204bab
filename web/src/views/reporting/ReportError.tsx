import { Button, Form, Input, Modal, Select } from "antd";
import { useState, type ReactNode } from "react";
import { server } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { words } from "./words";

/** A row as a report names it. */
export interface Reported {
  table: string;
  batch: string;
  row: number;
  columns: readonly string[];
}

/** Beside a row: opens the form in which an error of it is told to the department that provides it. */
export function ReportError({ of }: { of: Reported }): ReactNode {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const [sent, setSent] = useState(false);
  if (sent) return <span className="quiet small" role="status">{t.reported}</span>;
  return (
    <>
      <Button size="small" type="text" className="extra" onClick={() => { setOpen(true); }}>{t.report}</Button>
      {open && <Asking of={of} close={() => { setOpen(false); }} done={() => { setSent(true); }} />}
    </>
  );
}

function Asking({ of, close, done }: { of: Reported; close: () => void; done: () => void }): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<{ column?: string; text: string }>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const send = async (said: { column?: string; text: string }): Promise<void> => {
    setBusy(true);
    try {
      await server.POST("/api/corrections", { body: { table: of.table, batch: of.batch, row: of.row, column: said.column ?? "", text: said.text } });
      done();
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t.reportTitle} okText={t.reportIt} cancelText={t.cancel} okButtonProps={{ loading: busy }} onCancel={close} onOk={() => { form.submit(); }}>
      {failure && <Problems problems={failure.problems} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void send(said)}>
        {of.columns.length > 0 && <Form.Item name="column" label={t.column}><Select allowClear placeholder={t.whole} options={of.columns.map((name) => ({ value: name, label: name }))} /></Form.Item>}
        <Form.Item name="text" label={t.wrong} extra={t.wrongHint} rules={[{ required: true, whitespace: true, message: t.need }]}><Input.TextArea rows={4} maxLength={1000} /></Form.Item>
      </Form>
    </Modal>
  );
}
