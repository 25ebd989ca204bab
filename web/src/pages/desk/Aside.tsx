import { Button, Form, Input, Modal } from "antd";
import { useId, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { queries, server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Facts } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { useChange } from "./useChange";
import { words } from "./words";

type Request = Shape["RequestOut"];

/** Beside a request: who brought it, who is to be told, what was merged into it, what happened. */
export function Aside({ request }: { request: Request }): ReactNode {
  return (
    <>
      <Contact request={request} />
      {request.tellings.length > 0 && <Tellings tellings={request.tellings} />}
      {request.merged.length > 0 && <Merged merged={request.merged} />}
      <History timeline={request.timeline} />
    </>
  );
}

function Contact({ request }: { request: Request }): ReactNode {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const { contact } = request;
  return (
    <Card title={t.contact} actions={contact && request.may.includes("contact") && <Button size="small" onClick={() => { setAsking(true); }}>{t.showContact}</Button>}>
      {!contact ? <p className="quiet">{t.noContact}</p> : (
        <Facts facts={[
          ...(contact.name ? [[t.name, contact.name] as const] : []),
          ...(contact.phone ? [[t.phone, <span key="phone" className="number">{contact.phone}</span>] as const] : []),
          ...(contact.other ? [[t.other, t.otherWay] as const] : []),
        ]}
        />
      )}
      {asking && <InClear number={request.number} close={() => { setAsking(false); }} />}
    </Card>
  );
}

/** The contact as it is, after saying what for. It leaves the page with the window. */
function InClear({ number, close }: { number: string; close: () => void }): ReactNode {
  const t = useWords(words);
  const list = useId();
  const [clear, setClear] = useState<Shape["ContactIn"]>();
  const [failure, setFailure] = useState<Failure>();
  const [form] = Form.useForm<{ purpose: string }>();
  const ask = async ({ purpose }: { purpose: string }): Promise<void> => {
    try {
      setClear((await server.POST("/api/desk/requests/{number}/contact", { params: { path: { number } }, body: { purpose } })).data);
      await queries.invalidateQueries({ queryKey: ["get", "/api/desk/requests/{number}"] });
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
  };
  return (
    <Modal open title={t.contact} okText={clear ? t.close : t.showContact} cancelText={t.cancel} cancelButtonProps={clear ? { style: { display: "none" } } : {}} onCancel={close} onOk={() => { if (clear) close(); else form.submit(); }}>
      {clear ? (
        <Facts facts={[
          ...(clear.name ? [[t.name, clear.name] as const] : []),
          ...(clear.phone ? [[t.phone, <a key="phone" className="number" href={`tel:${clear.phone}`}>{clear.phone}</a>] as const] : []),
          ...(clear.other ? [[t.other, clear.other] as const] : []),
        ]}
        />
      ) : (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(said) => void ask(said)}>
          <Form.Item name="purpose" label={t.purpose} rules={[{ required: true, whitespace: true, message: t.needPurpose }]}><Input list={list} maxLength={100} autoFocus /></Form.Item>
          <datalist id={list}>{t.purposes.map((one) => <option key={one} value={one} />)}</datalist>
          {failure && <Problems problems={failure.problems} />}
        </Form>
      )}
    </Modal>
  );
}

function Tellings({ tellings }: { tellings: readonly Shape["TellingOut"][] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const change = useChange();
  return (
    <Card title={t.tellings}>
      <ul className="plain">
        {tellings.map((one) => (
          <li key={one.id}>
            <Link to={`/desk/requests/${one.request}`} className="number">{one.request}</Link> {[one.contact?.name, one.contact?.phone].filter(Boolean).join(" ")}
            <div className="small">{t.tellAbout[one.about as "reply"]}</div>
            {one.told_at
              ? <Status tone="good">{t.toldBy(one.told_by ?? "", moment(one.told_at, language))}</Status>
              : <Button size="small" aria-label={`${t.told} ${one.request}`} onClick={() => void change(() => server.POST("/api/desk/tellings/{telling}", { params: { path: { telling: one.id } } }))}>{t.told}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Merged({ merged }: { merged: readonly Shape["MergedOut"][] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={t.mergedHere}>
      <ul className="plain">
        {merged.map((one) => (
          <li key={one.number}><Link to={`/desk/requests/${one.number}`}>{one.title}</Link> <span className="small quiet number">{one.number} {moment(one.received_at, language)} {t.channels[one.channel as "phone"]}</span></li>
        ))}
      </ul>
    </Card>
  );
}

function History({ timeline }: { timeline: readonly Shape["DeskHappened"][] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={t.history}>
      <ol className="plain">
        {[...timeline].reverse().map((one, at) => (
          <li key={at}><strong>{t.happened[one.action] ?? one.action}</strong> <span className="small quiet"><span className="number">{moment(one.at, language)}</span> {one.name}</span></li>
        ))}
      </ol>
    </Card>
  );
}
