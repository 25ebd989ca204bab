import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, server, type Shape } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { TakeOut } from "../../ui/list/TakeOut";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { Editor } from "./Editor";
import { History } from "./History";
import { Tables } from "./Tables";
import { words } from "./words";
import "./typed.css";

/** SQL for analysts: one SELECT, by one's grants for a purpose. */
export default function SqlPage(): ReactNode {
  const t = useWords(words);
  const { data, error, refetch } = api.useQuery("get", "/api/sql/purposes");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={10} />;
  return (
    <Page title={t.sql} lead={t.lead}>
      {data.length === 0 ? <Empty title={t.noPurpose}>{t.noPurposeTodo}</Empty> : <Desk purposes={data} />}
    </Page>
  );
}

function Desk({ purposes }: { purposes: readonly string[] }): ReactNode {
  const t = useWords(words);
  const [purpose, setPurpose] = useState(purposes[0] ?? "");
  const [sql, setSql] = useState("");
  const [found, setFound] = useState<Shape["SqlOut"]>();
  const [plan, setPlan] = useState<string[]>();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState<"run" | "plan">();
  const tables = api.useQuery("get", "/api/sql/tables", { params: { query: { purpose } } }).data ?? [];
  const body = { purpose, sql };
  const ask = async (what: "run" | "plan"): Promise<void> => {
    setBusy(what);
    setFailed(null);
    setFound(undefined);
    setPlan(undefined);
    try {
      if (what === "run") setFound((await server.POST("/api/sql", { body })).data);
      else setPlan((await server.POST("/api/sql/plan", { body })).data);
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(undefined);
      void queries.invalidateQueries({ queryKey: ["get", "/api/sql/history"] });
    }
  };
  const blank = sql.trim() === "";
  return (
    <div className="split">
      <div>
        <Card>
          <label>{t.purpose} <Choice value={purpose} options={purposes.map((one) => ({ value: one, label: one }))} onChange={setPurpose} /></label>
          <Editor sql={sql} change={setSql} tables={tables} run={() => { if (!blank) void ask("run"); }} />
          <div className="typed-bar">
            <Button type="primary" disabled={blank || busy !== undefined} loading={busy === "run"} onClick={() => void ask("run")}>{t.run}</Button>
            <Button disabled={blank || busy !== undefined} loading={busy === "plan"} onClick={() => void ask("plan")}>{t.plan}</Button>
          </div>
          {failed !== null && <Failed error={failed} />}
        </Card>
        {found && <Card title={t.result}><Result found={found} take={(form) => server.POST("/api/sql/export", { body: { ...body, form }, parseAs: "blob" })} /></Card>}
        {plan && <Card title={t.plan}><pre className="typed-plan" tabIndex={0} aria-label={t.plan}>{plan.join("\n")}</pre></Card>}
      </div>
      <div>
        <Card title={t.tables}><Tables tables={tables} insert={(name) => { setSql((old) => `${old}${/\s$|^$/.test(old) ? "" : " "}${name}`); }} /></Card>
        <Card title={t.history}><History again={(one) => { setPurpose(one.purpose); setSql(one.sql); }} /></Card>
      </div>
    </div>
  );
}

interface Found {
  found: Shape["SqlOut"];
  take: Parameters<typeof TakeOut>[0]["take"];
}

function Result({ found, take }: Found): ReactNode {
  const t = useWords(words);
  return (
    <>
      <p role="status" className="quiet small">{t.found(found.rows.length, found.milliseconds)}</p>
      {found.rows.length === 0 ? <p className="quiet">{t.nothing}</p> : <Figures title={t.result} heads={found.names} rows={found.rows.map((row, at) => ({ key: String(at), cells: row.map((cell) => cell ?? "—") }))} />}
      {found.more && <p className="quiet small">{t.more}</p>}
      <TakeOut name="sql" take={take} />
    </>
  );
}
