import { Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { words as above } from "../administration/words";
import { words } from "./words";
import "./PersonPage.css";

/** What the audit administrator finds for a citizen who asks, and hands over on paper. */
export default function PersonPage(): ReactNode {
  const t = useWords(words);
  const { audits } = useWords(above);
  const [form] = Form.useForm<Shape["AskedPerson"]>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [found, setFound] = useState<Shape["PersonLooks"]>();
  const look = async (said: Shape["AskedPerson"]): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setFound(undefined);
    try {
      setFound((await server.POST("/api/audit/person", { body: said })).data);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const needed = [{ required: true, whitespace: true, message: t.need }];
  return (
    <Page
      title={t.person}
      trail={[{ title: audits, to: "/audit" }]}
      lead={t.personLead}
      actions={found && <Button type="primary" onClick={() => { print(); }}>{t.print}</Button>}
    >
      <div className="person-asked">
        <Card>
          {failure && <Problems problems={failure.problems} />}
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void look(said)}>
            <Form.Item name="id_number" label={t.idNumber} rules={needed}><Input autoComplete="off" maxLength={18} /></Form.Item>
            <Form.Item name="reason" label={t.reason} rules={needed}><Input.TextArea rows={2} maxLength={300} /></Form.Item>
            <Button type="primary" htmlType="submit" loading={busy}>{t.look}</Button>
          </Form>
        </Card>
      </div>
      {found && <Statement found={found} />}
    </Page>
  );
}

function Statement({ found }: { found: Shape["PersonLooks"] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const when = (at: string): string => moment(new Date(at), language);
  return (
    <Card title={t.statement}>
      {found.looks.length === 0 ? <p>{t.none}</p> : (
        <div className="looks-frame" tabIndex={0} role="region" aria-label={t.statement}>
          <table className="looks small">
            <thead><tr><th scope="col">{t.at}</th><th scope="col">{t.by}</th><th scope="col">{t.purpose}</th><th scope="col">{t.act}</th><th scope="col">{t.what}</th></tr></thead>
            <tbody>
              {found.looks.map((look, place) => (
                <tr key={place}>
                  <td>{when(look.at)}</td>
                  <td>{look.departments.join(" ")} {look.name || look.by}</td>
                  <td>{look.purpose}</td>
                  <td>{look.act}{look.exported && ` (${t.exported})`}</td>
                  <td>{look.what.join(" ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="quiet small">{t.told(found.findings, found.others, found.since ? when(found.since) : "—")}</p>
      <p className="quiet small">{t.madeAt(when(found.made_at))}</p>
    </Card>
  );
}
