import { Button, Form, Input, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { queries, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import { Page } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Once } from "./Once";
import { words } from "./words";

const LIST = ["get", "/api/users"] as const;

/** Everybody with a login. */
export default function UsersPage(): ReactNode {
  const t = useWords(words);
  const me = useUser();
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<Shape["FirstPassword"]>();
  return (
    <Page
      title={t.users}
      lead={t.usersLead}
      actions={me.administrator === "system" && <Button type="primary" onClick={() => { setCreating(true); }}>{t.newUser}</Button>}
    >
      <DataList<Shape["UserOut"]>
        title={t.users}
        source={{ key: LIST, load: async (query) => (await server.GET("/api/users", { params: { query } })).data ?? NOTHING }}
        filters={[{ name: "search", label: t.search, kind: "search" }]}
        id={(row) => row.login}
        name={(row) => row.login}
        to={(row) => `/administration/users/${row.login}`}
        columns={[
          { key: "login", title: t.login, cell: (row) => row.login, width: 160 },
          { key: "name", title: t.name, cell: (row) => row.name, width: 140 },
          { key: "posts", title: t.posts, cell: (row) => row.posts.map((post) => `${post.department} ${post.role}`).join(t.semicolon) || t.noPosts },
          { key: "office", title: t.office, cell: (row) => row.administrator ? t[row.administrator as "system" | "security" | "audit"] : "", extra: true, width: 140 },
          { key: "state", title: t.state, cell: (row) => <Status tone={row.is_active ? "good" : "bad"}>{row.is_active ? t.active : t.inactive}</Status>, width: 100 },
        ]}
      />
      {creating && <NewUser close={() => { setCreating(false); }} made={(first) => { setCreating(false); setMade(first); void queries.invalidateQueries({ queryKey: LIST }); }} />}
      {made && <Once lead={t.passwordOnce} facts={[[t.login, made.login], [t.password, made.password]]} close={() => { setMade(undefined); }} />}
    </Page>
  );
}

const NOTHING = { rows: [], next: null, total: 0, more: false };

function NewUser({ close, made }: { close: () => void; made: (first: Shape["FirstPassword"]) => void }): ReactNode {
  const t = useWords(words);
  const [form] = Form.useForm<Shape["NewUser"]>();
  const [failure, setFailure] = useState<Failure>();
  const send = async (said: Shape["NewUser"]): Promise<void> => {
    try {
      const { data } = await server.POST("/api/users", { body: { ...said, email: "" } });
      if (data) made(data);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  return (
    <Modal open title={t.newUser} okText={t.create} cancelText={t.cancel} onCancel={close} onOk={() => { form.submit(); }}>
      <p className="quiet">{t.newUserLead}</p>
      {failure && <Problems problems={failure.problems} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void send(said)}>
        <Form.Item name="login" label={t.login} rules={[{ required: true, whitespace: true, message: t.need }]}><Input autoComplete="off" spellCheck={false} /></Form.Item>
        <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true, message: t.need }]}><Input autoComplete="off" /></Form.Item>
      </Form>
    </Modal>
  );
}
