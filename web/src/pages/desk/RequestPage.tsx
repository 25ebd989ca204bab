import { App, Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { day, moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Aside } from "./Aside";
import { Intake, type Then } from "./Intake";
import { Progress } from "./Progress";
import { Rating } from "./Rating";
import { ReplyEditor } from "./ReplyEditor";
import { RequestState } from "./RequestState";
import { Sources } from "./Sources";
import { useChange } from "./useChange";
import { valuesOf, type Body } from "./values";
import { words } from "./words";
import "./desk.css";

type Request = Shape["RequestOut"];

/** One request: what was said, how far it has come, what its caller is answered. */
export default function RequestPage(): ReactNode {
  const t = useWords(words);
  const number = useParams().number ?? "";
  const { data: request, error, refetch } = api.useQuery("get", "/api/desk/requests/{number}", { params: { path: { number } } });
  if (isLost(error, request)) return <Page title={t.request}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!request) return <Loading rows={12} />;
  return <Shown key={request.number} request={request} />;
}

function Shown({ request }: { request: Request }): ReactNode {
  const t = useWords(words);
  const [text, setText] = useState(request.replies.find((reply) => reply.state === "draft")?.text ?? "");
  const add = (more: string): void => { setText((old) => old ? `${old}\n${more}` : more); };
  const clerk = request.may.includes("tell");
  const undecided = request.may.includes("merge");
  return (
    <Page
      title={request.title}
      trail={clerk ? [{ to: "/desk/requests", title: t.requests }] : []}
      lead={<><span className="number">{request.number}</span> <RequestState state={request.state} /> {request.urgency === "urgent" && <Status tone="bad">{t.urgencies.urgent}</Status>}</>}
    >
      {undecided && <Undecided request={request} />}
      <div className="split">
        <div>
          {!undecided && <Matter request={request} />}
          {request.may.includes("order") && request.order && <Progress number={request.order.number} {...(request.may.includes("reply") ? { use: add } : {})} />}
          {request.may.includes("reply") && <ReplyEditor request={request} text={text} setText={setText} />}
          <Sent request={request} />
          {request.may.includes("rate") && <Rating number={request.number} />}
        </div>
        <div><Aside request={request} /></div>
      </div>
    </Page>
  );
}

/** A new request: the same form it was taken down in, with suggestions beside it. */
function Undecided({ request }: { request: Request }): ReactNode {
  const t = useWords(words);
  const { message } = App.useApp();
  const path = { path: { number: request.number } };
  const send = async (body: Body, then: Then): Promise<void> => {
    const { data } = await server.PUT("/api/desk/requests/{number}", { params: path, body: { ...body, version: request.version } });
    try {
      if (then.then === "merge") await server.POST("/api/desk/requests/{number}/merge", { params: path, body: { into: then.into, told: false } });
      if (then.then === "order") await server.POST("/api/desk/requests/{number}/order", { params: path, body: { to: null } });
      if (data) void message.success(t.saved);
    } finally {
      await queries.invalidateQueries();
    }
  };
  return <Intake key={request.version} initial={valuesOf(request)} number={request.number} withContact={false} send={send} />;
}

function Matter({ request }: { request: Request }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const [correcting, setCorrecting] = useState(false);
  return (
    <Card title={t.said} actions={request.may.includes("correct") && <Button size="small" onClick={() => { setCorrecting(true); }}>{t.correct}</Button>}>
      {!request.whole && <p role="note" className="desk-note">{t.masked}</p>}
      <p className="desk-text">{request.body}</p>
      <Facts facts={[
        [t.channel, t.channels[request.channel as "phone"]],
        [t.receivedAt, <span key="received" className="number">{moment(request.received_at, language)}</span>],
        ...(request.category ? [[t.category, request.category] as const] : []),
        ...(request.region ? [[t.region, request.region_name] as const] : []),
        ...(request.place ? [[t.place, request.place] as const] : []),
        ...(request.proposed ? [[t.department, request.proposed.name] as const] : []),
        [t.takenBy, `${request.department} ${request.taken_by}`],
        ...(request.source_number && !request.source_number.startsWith("#") ? [[t.sourceNumber, request.source_number] as const] : []),
        ...(request.batch ? [[t.batch, <Link key="batch" to={`/desk/imports/${String(request.batch.id)}`}>{request.batch.name}</Link>] as const] : []),
        ...(request.into ? [[t.into, <Link key="into" to={`/desk/requests/${request.into}`}>{request.into}</Link>] as const] : []),
        ...(request.answered_at ? [[t.states.answered, <span key="answered" className="number">{day(request.answered_at, language)}</span>] as const] : []),
        ...(request.satisfaction ? [[t.satisfaction, t.points(request.satisfaction)] as const] : []),
      ]}
      />
      {request.may.includes("unmerge") && <Unmerge number={request.number} />}
      {correcting && <Correct request={request} close={() => { setCorrecting(false); }} />}
    </Card>
  );
}

function Unmerge({ number }: { number: string }): ReactNode {
  const t = useWords(words);
  const change = useChange();
  const { modal } = App.useApp();
  const run = (): Promise<boolean> => change(() => server.POST("/api/desk/requests/{number}/unmerge", { params: { path: { number } } }));
  return <p><Button onClick={() => void modal.confirm({ title: t.unmerge, content: t.unmergeAsk, okText: t.unmerge, cancelText: t.cancel, onOk: run })}>{t.unmerge}</Button></p>;
}

/** What was written down, written down better, when the request is on its way already. */
function Correct({ request, close }: { request: Request; close: () => void }): ReactNode {
  const t = useWords(words);
  const change = useChange();
  const send = async (body: Body): Promise<void> => {
    if (await change(() => server.PUT("/api/desk/requests/{number}", { params: { path: { number: request.number } }, body: { ...body, version: request.version } }))) close();
  };
  return (
    <Modal open title={t.correct} footer={null} onCancel={close} destroyOnHidden width={720}>
      <p className="quiet">{t.correctLead}</p>
      <Intake initial={valuesOf(request)} number={request.number} withContact={false} only="save" send={send} />
    </Modal>
  );
}

/** Replies that were sent, with what they rest on. */
function Sent({ request }: { request: Request }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const sent = request.replies.filter((reply) => reply.state === "sent");
  return sent.length > 0 && (
    <Card title={t.replies}>
      {sent.map((reply) => (
        <article key={reply.sent_at}>
          <blockquote className="quote">{reply.text}</blockquote>
          <p className="small quiet">
            {t.sentBy(reply.sent_by ?? "", reply.sent_at ? moment(reply.sent_at, language) : "")}
            {reply.score !== null && <> · {t.quality} {t.of(Math.round(reply.score * 100))}</>}
            {reply.reason && <> · {t.because(reply.reason)}</>}
          </p>
          {reply.sources.length > 0 && <Sources sources={reply.sources} />}
        </article>
      ))}
    </Card>
  );
}
