import { Form, Input, InputNumber, Modal, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Loading, Problems } from "../../ui/States";
import { words } from "./words";

/** Reason, purpose, tables and hours of what is asked for. */
export function AskForm({ close, asked }: { close: () => void; asked: () => void }): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<Shape["EmergencyIn"]>();
  const { data, error, isError, isPending } = api.useQuery("get", "/api/emergencies/choices");
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const send = async (body: Shape["EmergencyIn"]): Promise<void> => {
    setBusy(true);
    try {
      await server.POST("/api/emergencies", { body });
      asked();
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setBusy(false);
    }
  };
  const needed = { required: true, message: t.need };
  const problems = failure?.problems ?? (isError ? asFailure(error).problems : []);
  return (
    <Modal open title={t.ask} okText={t.askIt} cancelText={t.cancel} okButtonProps={{ disabled: !data, loading: busy }} onCancel={close} onOk={() => { form.submit(); }}>
      {problems.length > 0 && <Problems problems={problems} />}
      {isPending && <Loading rows={4} />}
      {data && (
        <Form form={form} layout="vertical" requiredMark={false} initialValues={{ hours: 2 }} onFinish={(said) => void send(said)}>
          <Form.Item name="reason" label={t.reason} extra={t.reasonHint} rules={[needed, { min: data.least_reason, whitespace: true, message: t.least(data.least_reason) }]}><Input.TextArea rows={3} /></Form.Item>
          <Form.Item name="purpose" label={t.purpose} rules={[needed]}><Select options={data.purposes.map((purpose) => ({ value: purpose, label: purpose }))} /></Form.Item>
          <Form.Item name="tables" label={t.tables} extra={t.tablesHint(data.most_tables)} rules={[needed]}>
            <Select mode="multiple" maxCount={data.most_tables} options={data.tables.map(({ table, owners }) => ({ value: table, label: [table, ...owners].join(" ") }))} />
          </Form.Item>
          <Form.Item name="hours" label={t.hours} rules={[needed]}><InputNumber min={1} max={data.most_hours} precision={0} /></Form.Item>
        </Form>
      )}
    </Modal>
  );
}
