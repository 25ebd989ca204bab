import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, server, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { useShortcuts } from "../../lib/keys";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading, Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { ChooseAim, useAim, type Aim } from "./purposes";
import { words } from "./words";
import "./entities.css";

type Pair = Shape["EntityPair"];

const ANSWERS = [["same", "s"], ["different", "d"], ["unsure", "u"]] as const;
type Answer = (typeof ANSWERS)[number][0];

async function refresh(): Promise<void> {
  await Promise.all(["/api/entities/review", "/api/entities/answers"].map((path) => queries.invalidateQueries({ queryKey: ["get", path] })));
}

/** Two records side by side, one pair at a time, the one whose answer is worth most first. */
export default function ReviewPage(): ReactNode {
  const t = useWords(words);
  const { aims, aim, error } = useAim("judge");
  return (
    <Page title={t.review} lead={t.reviewLead} actions={aims && aim && <ChooseAim aims={aims} aim={aim} />}>
      {error !== null && <Failed error={error} />}
      {!aims && error === null && <Loading />}
      {aims?.length === 0 && <Empty title={t.noGrant}>{t.noGrantTodo}</Empty>}
      {aim && <Queue key={`${aim.kind} ${aim.purpose}`} aim={aim} />}
      {aim && <Answered />}
    </Page>
  );
}

function Queue({ aim }: { aim: Aim }): ReactNode {
  const t = useWords(words);
  const found = api.useQuery("get", "/api/entities/review", { params: { query: aim } });
  const pair = found.data?.pairs[0];
  return (
    <>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data?.waiting === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {found.data && pair && <p role="status">{t.waiting(found.data.waiting)}</p>}
      {pair && <Judged key={`${pair.l} ${pair.r}`} pair={pair} aim={aim} />}
    </>
  );
}

function Judged({ pair, aim }: { pair: Pair; aim: Aim }): ReactNode {
  const t = useWords(words);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const judge = async (answer: Answer): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await server.POST("/api/entities/answers", { body: { ...aim, l: pair.l, r: pair.r, answer, note } });
      await refresh();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  useShortcuts(t.review, ANSWERS.map(([answer, keys]) => ({ keys, does: t[answer], run: () => void judge(answer) })));
  return (
    <Card title={t.pair}>
      <p className="pair-chance">
        {t.chance(`${(100 * pair.chance).toFixed(1)}%`)} {pair.refused && <Status tone="warn">{t.refused}</Status>}
        {pair.linked && <Status tone="note">{t.linked}</Status>}
      </p>
      <Sides pair={pair} />
      <p className="pair-note"><Input value={note} maxLength={500} aria-label={t.note} placeholder={t.note} onChange={(event) => { setNote(event.target.value); }} /></p>
      {failure && <Problems problems={failure.problems} />}
      <div className="pair-answers">
        {ANSWERS.map(([answer, keys]) => (
          <Button key={answer} disabled={busy} aria-keyshortcuts={keys} onClick={() => void judge(answer)}>{t[answer]} <kbd className="extra" aria-hidden>{keys}</kbd></Button>
        ))}
      </div>
    </Card>
  );
}

function Sides({ pair }: { pair: Pair }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="entity-scroll" role="region" aria-label={t.pair} tabIndex={0}>
      <table className="entity-table">
        <thead>
          <tr>
            <th scope="col">{t.attribute}</th>
            {pair.sides.map((side, at) => (
              <th scope="col" key={at}>{at === 0 ? t.first : t.second}<div className="small">{side.department} · {say(side.source)}</div><div className="quiet small">{t.rowsSeen(side.rows, side.seen)}</div></th>
            ))}
            <th scope="col">{t.compared}</th>
          </tr>
        </thead>
        <tbody>
          {pair.cells.map((cell) => (
            <tr key={cell.name} data-deciding={cell.deciding ? "" : undefined}>
              <th scope="row">{say(cell.label)}</th>
              {[cell.left, cell.right].map((value, at) => <td key={at}>{value === null ? <span className="quiet">—</span> : cell.deciding ? <mark>{value}</mark> : value}</td>)}
              <td>{cell.says ? <>{say(cell.says)} {cell.bits !== null && <span className="quiet small">{t.bits(cell.bits)}</span>} {cell.deciding && <Status tone="warn">{t.deciding}</Status>}</> : <span className="quiet">—</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The last answers, with who gave them; each can be taken back. */
function Answered(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data, isError, error, refetch } = api.useQuery("get", "/api/entities/answers");
  const [failure, setFailure] = useState<Failure>();
  const undo = (answer: number): void => {
    setFailure(undefined);
    server.POST("/api/entities/answers/{answer_id}/undo", { params: { path: { answer_id: answer } } }).then(refresh).catch((thrown: unknown) => { setFailure(asFailure(thrown)); });
  };
  return (
    <Card title={t.answered}>
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {failure && <Problems problems={failure.problems} />}
      {data?.length === 0 && <p className="quiet">{t.answeredNone}</p>}
      <ul className="plain">
        {data?.map((one) => (
          <li key={one.answer} className="answer">
            <span>{t.kinds[one.kind as "company" | "person"]} <code>{one.l}</code> · <code>{one.r}</code> <Status tone={one.undone_by ? "plain" : "note"}>{t.answers[one.said as Answer]}</Status> {one.note}<span className="quiet small"> {one.by} {moment(one.at, language)}</span></span>
            {one.undone_by ? <span className="quiet small">{t.undone(one.undone_by)}</span> : <Button size="small" onClick={() => { undo(one.answer); }}>{t.undo}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
