import { App } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { queries, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { draft, dropDraft, keepDraft } from "../../lib/kept";
import { submit } from "../../lib/outbox";
import { useWords } from "../../lib/words";
import { Page } from "../../ui/Page";
import { Intake, type Then } from "./Intake";
import { BLANK, type Body, type Values } from "./values";
import { words } from "./words";

const DRAFT = "desk";

/** A clerk on the telephone: writes, takes suggestions, and is ready for the next call. */
export default function DeskPage(): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [initial, setInitial] = useState<Values>();
  const [calls, setCalls] = useState(0);
  const [done, setDone] = useState<ReactNode>();
  useEffect(() => {
    draft(login, DRAFT)
      .then((kept) => { setInitial({ ...BLANK, ...(kept as Partial<Values> | undefined) }); })
      .catch(() => { setInitial(BLANK); }); // a browser that keeps nothing has no draft
  }, [login]);

  const send = async (body: Body, then: Then): Promise<void> => {
    const what = then.then === "merge" ? then : { then: then.then === "order" ? "order" : "keep" };
    const named = body.title || body.body.slice(0, 30);
    const said = await submit({ owner: login, method: "POST", path: "/api/desk/requests", body: { ...body, ...what }, title: { zh: `诉求：${named}`, en: `Request: ${named}` } });
    await dropDraft(login, DRAFT).catch(() => undefined);
    if (said === "waiting") void message.info(t.waiting);
    else if (then.then === "answer") return void navigate(`/desk/requests/${(said as Shape["RequestMoved"]).number}#reply`);
    else setDone(<Done moved={said as Shape["RequestMoved"]} />);
    setInitial(BLANK);
    setCalls(calls + 1);
    await queries.invalidateQueries({ queryKey: ["get", "/api/desk/requests"] });
  };
  // A contact is not kept half written: it is personal data, and short.
  const changed = (values: Values): void => void keepDraft(login, DRAFT, { ...values, phone: "", name: "", other: "" }).catch(() => undefined);
  return (
    <Page title={t.desk} lead={t.deskLead}>
      {done && <div role="status" className="desk-done">{done}</div>}
      {initial && <Intake key={calls} initial={initial} withContact send={send} changed={changed} />}
    </Page>
  );
}

function Done({ moved }: { moved: Shape["RequestMoved"] }): ReactNode {
  const t = useWords(words);
  return (
    <>
      <Link to={`/desk/requests/${moved.number}`}>
        {moved.into ? t.merged(moved.number, moved.into) : moved.order ? t.ordered(moved.number, moved.order) : t.kept(moved.number)}
      </Link>
      {moved.into && <p>{t.script(moved.into)}</p>}
    </>
  );
}
