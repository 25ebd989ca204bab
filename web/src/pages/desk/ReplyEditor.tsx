import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input } from "antd";
import { useId, useState, type ReactNode } from "react";
import { queries, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { submit } from "../../lib/outbox";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Marks } from "./Marks";
import { Sources } from "./Sources";
import { percent } from "./Suggestions";
import { useChange } from "./useChange";
import { useRested } from "./useSuggestions";
import { words } from "./words";

type Request = Shape["RequestOut"];
const MOST = 5000;

interface Props {
  request: Request;
  text: string;
  setText: (text: string) => void;
}

/** What the caller is answered: drafted from earlier replies, judged while it is written. */
export function ReplyEditor({ request, text, setText }: Props): ReactNode {
  const t = useWords(words);
  const label = useId();
  const kept = request.replies.find((reply) => reply.state === "draft");
  const [sources, setSources] = useState<readonly Shape["ReplySource"][]>(kept?.sources ?? []);
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [drafting, setDrafting] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const quality = useQuality(request.number, text);
  const change = useChange();
  const quoted = sources.filter((one) => text.includes(one.mark));
  const params = { path: { number: request.number } };

  const draft = async (): Promise<void> => {
    setDrafting(true);
    try {
      const told = (await server.POST("/api/desk/requests/{number}/draft", { params })).data;
      if (!told) return;
      setNotices(told.readiness === "ready" ? [told.sources.length > 0 ? t.draftFrom : t.noDraft] : [t.readiness[told.readiness]]);
      if (told.text) setText(told.text);
      setSources(told.sources);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setDrafting(false);
    }
  };
  const save = (): Promise<boolean> => change(() => server.PUT("/api/desk/requests/{number}/reply", { params, body: { text } }));
  return (
    <Card title={t.reply} actions={<Button size="small" loading={drafting} onClick={() => void draft()}>{drafting ? t.drafting : t.draft}</Button>}>
      <p className="quiet small extra" id={`${label}-lead`}>{t.replyLead}</p>
      <div className="reply">
        <div>
          {failure && <Problems problems={failure.problems} />}
          {notices.map((one) => <p key={one} role="status" className="desk-note">{one}</p>)}
          <Input.TextArea id="reply" aria-label={t.reply} aria-describedby={`${label}-lead`} value={text} maxLength={MOST} autoFocus={location.hash === "#reply"} autoSize={{ minRows: 8, maxRows: 24 }} onChange={(event) => { setText(event.target.value); }} />
          {quoted.length > 0 && <Sources sources={quoted} />}
        </div>
        <Marks quality={quality} />
      </div>
      <Send request={request} text={text} floor={quality && typeof quality.score === "number" && quality.score < quality.floor ? quality.floor : undefined} save={save} />
    </Card>
  );
}

/** The marks of the text as it is, once typing rests. */
function useQuality(number: string, text: string): Shape["QualityOut"] | undefined {
  const rested = useRested(text, 400);
  const { data } = useQuery({
    queryKey: ["desk quality", number, rested],
    queryFn: async ({ signal }) => (await server.POST("/api/desk/requests/{number}/quality", { params: { path: { number } }, body: { text: rested }, signal })).data,
    enabled: rested.trim().length > 0,
    placeholderData: keepPreviousData,
  });
  return rested.trim() ? data : undefined;
}

interface SendProps {
  request: Request;
  text: string;
  /** What the reply falls below, if it does. */
  floor: number | undefined;
  save: () => Promise<boolean>;
}

function Send({ request, text, floor, save }: SendProps): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const id = useId();
  const [reason, setReason] = useState("");
  const [told, setTold] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    setSending(true);
    setFailure(undefined);
    try {
      const body = { text, reason, told, version: request.version };
      await submit({ owner: login, method: "POST", path: `/api/desk/requests/${request.number}/reply`, body, title: { zh: `答复诉求 ${request.number}`, en: `Reply to ${request.number}` } });
      await queries.invalidateQueries();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      {floor !== undefined && (
        <p>
          <label htmlFor={id}>{t.reason}</label> <span className="small quiet">{t.below(percent(floor))}</span>
          <Input id={id} value={reason} maxLength={500} onChange={(event) => { setReason(event.target.value); }} />
        </p>
      )}
      {failure && <Problems problems={failure.problems} />}
      <div className="desk-acts">
        <Button type="primary" loading={sending} disabled={!text.trim()} onClick={() => void send()}>{t.send}</Button>
        <Button disabled={!text.trim()} onClick={() => void save()}>{t.keepDraft}</Button>
        <Checkbox checked={told} onChange={(event) => { setTold(event.target.checked); }}>{t.toldAtOnce}</Checkbox>
      </div>
    </>
  );
}
