import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Exhibits } from "./Exhibits";
import { Signals } from "./Signals";
import { words } from "./words";

/** What it rests on, read from the lake there and then: why it is likely, and each department's rows side by side. */
export function Evidence({ finding }: { finding: string }): ReactNode {
  const t = useWords(words);
  const { data: quick, error, refetch } = api.useQuery("get", "/api/findings/{finding}/evidence", { params: { path: { finding }, query: { lines: false } } });
  // Lines are looked up in the departments' files, which are read whole for it: only where somebody asks.
  const [locating, setLocating] = useState(false);
  const { data: located, isFetching } = api.useQuery("get", "/api/findings/{finding}/evidence", { params: { path: { finding }, query: { lines: true } } }, { enabled: locating });
  const data = located ?? quick;
  if (isLost(error, data)) return <Card title={t.evidence}><Failed error={error} retry={() => void refetch()} /></Card>;
  if (!data) return <Card title={t.evidence}><Loading rows={6} /></Card>;
  if (data.withheld) return <Card title={t.evidence}><Empty title={t.withheld}>{t.withheldTodo}</Empty></Card>;
  return (
    <>
      <Signals signals={data.signals} />
      <Card title={t.evidence}>
        <p className="quiet small">{t.evidenceLead}</p>
        <Exhibits groups={data.exhibits} />
        {data.exhibits.length > 0 && !located && <Button size="small" className="extra" loading={isFetching} onClick={() => { setLocating(true); }}>{t.locate}</Button>}
      </Card>
    </>
  );
}
