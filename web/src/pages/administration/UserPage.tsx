import { App, Button, Form, Select } from "antd";
import { useState, type ReactNode } from "react";
import { useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost, asFailure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading, Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Once } from "./Once";
import { words } from "./words";

type Office = "system" | "security" | "audit";

/** One account: what it is (system administrator), what it may (security administrator). */
export default function UserPage(): ReactNode {
  const t = useWords(words);
  const login = useParams().login ?? "";
  const me = useUser();
  const { data: user, error, refetch } = api.useQuery("get", "/api/users/{login}", { params: { path: { login } } });
  if (isLost(error, user)) return <Failed error={error} retry={() => void refetch()} />;
  if (!user) return <Loading />;
  return (
    <Page title={`${user.name} ${user.login}`} trail={[{ to: "/administration/users", title: t.users }]}>
      <Card title={t.state}>
        <Facts facts={[
          [t.state, <Status key="state" tone={user.is_active ? "good" : "bad"}>{user.is_active ? t.active : t.inactive}</Status>],
          [t.office, user.administrator ? t[user.administrator as Office] : t.noOffice],
        ]}
        />
        {me.login !== user.login && <Changes user={user} office={me.administrator ?? ""} />}
      </Card>
      {!user.administrator && <Posts user={user} may={me.administrator === "security" && me.login !== user.login} />}
      {me.administrator === "security" && <Devices login={login} />}
    </Page>
  );
}

/** Tries a change, shows what it says when refused, and reads the account again. */
function useChange(): (change: () => Promise<unknown>) => Promise<void> {
  const t = useWords(words);
  const { message, modal } = App.useApp();
  return async (change) => {
    try {
      await change();
      void message.success(t.saved);
    } catch (thrown) {
      modal.error({ icon: null, content: <Problems problems={asFailure(thrown).problems} />, okText: t.done });
    }
    await queries.invalidateQueries();
  };
}

function Changes({ user, office }: { user: Shape["UserOut"]; office: string }): ReactNode {
  const t = useWords(words);
  const { modal } = App.useApp();
  const change = useChange();
  const [first, setFirst] = useState<Shape["FirstPassword"]>();
  const params = { path: { login: user.login } };
  const ask = (title: string, content: string, run: () => Promise<unknown>): void => {
    modal.confirm({ title, content, okButtonProps: { danger: true }, okText: title, cancelText: t.cancel, onOk: () => change(run) });
  };
  const active = (on: boolean) => server.PUT("/api/users/{login}/active", { params, body: { active: on } });
  const reset = async (): Promise<void> => { setFirst((await server.POST("/api/users/{login}/password", { params })).data); };
  return (
    <div className="acts">
      {office === "system" && (user.is_active
        ? <Button danger onClick={() => { ask(t.disable, t.disableAsk, () => active(false)); }}>{t.disable}</Button>
        : <Button onClick={() => void change(() => active(true))}>{t.enable}</Button>)}
      {office === "security" && <Button onClick={() => { ask(t.resetPassword, t.resetAsk, reset); }}>{t.resetPassword}</Button>}
      {office === "security" && user.administrator !== "security" && <Appoint user={user} />}
      {first && <Once lead={t.passwordOnce} facts={[[t.login, first.login], [t.password, first.password]]} close={() => { setFirst(undefined); }} />}
    </div>
  );
}

function Appoint({ user }: { user: Shape["UserOut"] }): ReactNode {
  const t = useWords(words);
  const change = useChange();
  const appoint = (administrator: "system" | "audit" | ""): Promise<void> => change(() => server.PUT("/api/users/{login}/administrator", {
    params: { path: { login: user.login } }, body: { administrator: administrator || null },
  }));
  return (
    <label>
      <span className="quiet">{t.appoint} </span>
      <Select<"system" | "audit" | "">
        value={(user.administrator ?? "") as "system" | "audit" | ""}
        title={t.appointLead}
        style={{ minWidth: 160 }}
        options={[{ value: "", label: t.noOffice }, { value: "system", label: t.system }, { value: "audit", label: t.audit }]}
        onChange={(value) => void appoint(value)}
      />
    </label>
  );
}

function Posts({ user, may }: { user: Shape["UserOut"]; may: boolean }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { modal } = App.useApp();
  const change = useChange();
  const end = (post: Shape["PostHeld"]): void => {
    const run = () => change(() => server.DELETE("/api/posts/{post}", { params: { path: { post: post.post } } }));
    modal.confirm({ title: t.endAsk(`${post.department} ${post.role}`), okText: t.end, okButtonProps: { danger: true }, cancelText: t.cancel, onOk: run });
  };
  return (
    <Card title={t.posts}>
      {user.posts.length === 0 && <p className="quiet">{t.noPosts}</p>}
      <ul className="plain">
        {user.posts.map((post) => (
          <li key={post.post}>
            {post.department} · {post.role} <span className="quiet small">{t.since} {day(post.since, language)}</span>{" "}
            {may && <Button size="small" danger onClick={() => { end(post); }} aria-label={`${t.end} ${post.department} ${post.role}`}>{t.end}</Button>}
          </li>
        ))}
      </ul>
      {may && <GrantPost login={user.login} />}
    </Card>
  );
}

function GrantPost({ login }: { login: string }): ReactNode {
  const t = useWords(words);
  const change = useChange();
  const [form] = Form.useForm<Shape["NewPost"]>();
  const departments = api.useQuery("get", "/api/departments").data ?? [];
  const roles = api.useQuery("get", "/api/roles").data ?? [];
  const give = async (body: Shape["NewPost"]): Promise<void> => {
    await change(() => server.POST("/api/users/{login}/posts", { params: { path: { login } }, body }));
    form.resetFields();
  };
  const needed = [{ required: true, message: t.need }];
  return (
    <Form form={form} layout="vertical" className="narrow" requiredMark={false} onFinish={(body) => void give(body)}>
      <Form.Item name="department" label={t.department} rules={needed}>
        <Select showSearch={{ optionFilterProp: "label" }} options={departments.map((one) => ({ value: one.department, label: one.name }))} />
      </Form.Item>
      <Form.Item name="role" label={t.role} rules={needed}>
        <Select options={roles.map((one) => ({ value: one.role, label: one.name }))} />
      </Form.Item>
      <Button type="primary" htmlType="submit">{t.grantPost}</Button>
    </Form>
  );
}

function Devices({ login }: { login: string }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const change = useChange();
  const { data: sessions } = api.useQuery("get", "/api/users/{login}/sessions", { params: { path: { login } } });
  return (
    <Card title={t.sessions}>
      {!sessions ? <Loading rows={2} /> : sessions.length === 0 ? <Empty title={t.noSessions} /> : (
        <ul className="plain">
          {sessions.map((one) => (
            <li key={one.session}>
              <span className="number">{one.began && moment(new Date(one.began), language)}</span> {one.address} <span className="quiet small">{one.agent}</span>{" "}
              <Button size="small" danger onClick={() => void change(() => server.DELETE("/api/sessions/{session}", { params: { path: { session: one.session } } }))}>{t.signOut}</Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
