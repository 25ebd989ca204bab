import { App, Button, Form, Input, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, server, type Shape } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading, Problems } from "../../ui/States";
import { Once } from "./Once";
import { words } from "./words";

const LIST = ["get", "/api/systems"] as const;

/** Other systems of the city whose users sign in here. */
export default function SystemsPage(): ReactNode {
  const t = useWords(words);
  const { modal } = App.useApp();
  const { data: systems, error, isError } = api.useQuery("get", "/api/systems");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Shape["SystemSecret"]>();
  const remove = (system: Shape["SystemOut"]): void => {
    modal.confirm({
      title: t.removeAsk(system.name), okText: t.remove, okButtonProps: { danger: true }, cancelText: t.cancel,
      onOk: async () => {
        await server.DELETE("/api/systems/{client}", { params: { path: { client: system.client } } });
        await queries.invalidateQueries({ queryKey: LIST });
      },
    });
  };
  return (
    <Page title={t.systems} lead={t.systemsLead} actions={<Button type="primary" onClick={() => { setAdding(true); }}>{t.register}</Button>}>
      {isError ? <Failed error={error} /> : !systems ? <Loading /> : systems.length === 0 ? <Card><Empty title={t.noSystems} /></Card> : systems.map((system) => (
        <Card key={system.client} title={system.name} actions={<Button danger onClick={() => { remove(system); }} aria-label={`${t.remove} ${system.name}`}>{t.remove}</Button>}>
          <Facts facts={[[t.client, <code key="client">{system.client}</code>], [t.addresses, system.addresses.map((address) => <div key={address}>{address}</div>)]]} />
        </Card>
      ))}
      {adding && <Register close={() => { setAdding(false); }} made={(secret) => { setAdding(false); setMade(secret); void queries.invalidateQueries({ queryKey: LIST }); }} />}
      {made && <Once lead={t.secretOnce} facts={[[t.client, made.client], [t.secret, made.secret]]} close={() => { setMade(undefined); }} />}
    </Page>
  );
}

function Register({ close, made }: { close: () => void; made: (secret: Shape["SystemSecret"]) => void }): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<{ name: string; addresses: string }>();
  const [failure, setFailure] = useState<Failure>();
  const send = async (said: { name: string; addresses: string }): Promise<void> => {
    try {
      const { data } = await server.POST("/api/systems", { body: { name: said.name, addresses: said.addresses.split(/\s+/).filter(Boolean) } });
      if (data) made(data);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  const needed = [{ required: true, whitespace: true, message: t.need }];
  return (
    <Modal open title={t.register} okText={t.register} cancelText={t.cancel} onCancel={close} onOk={() => { form.submit(); }}>
      {failure && <Problems problems={failure.problems} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void send(said)}>
        <Form.Item name="name" label={t.system_} rules={needed}><Input /></Form.Item>
        <Form.Item name="addresses" label={t.addresses} extra={t.addressesHint} rules={needed}><Input.TextArea rows={3} /></Form.Item>
      </Form>
    </Modal>
  );
}
