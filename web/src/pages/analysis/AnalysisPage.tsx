import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { api, server } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { blank, readFrom, ready, written, type Form } from "./form";
import { FormBox } from "./FormBox";
import { Result } from "./Result";
import { Saved } from "./Saved";
import { words } from "./words";
import "../statistics/Figures.css";
import "./analysis.css";

/** Analyses from a form: a table one may read, filtered, grouped, counted; drawn, laid out, saved, shared, taken along. */
export default function AnalysisPage(): ReactNode {
  const t = useWords(words);
  const { data, error, refetch } = api.useQuery("get", "/api/analyses/purposes");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={10} />;
  return (
    <Page title={t.title} lead={t.lead}>
      {data.length === 0 ? <Empty title={t.noPurpose}>{t.noPurposeTodo}</Empty> : <Desk purposes={data} />}
    </Page>
  );
}

/** What the address holds is what is shown: by a link, by going back, by the button, which writes it there. */
function Desk({ purposes }: { purposes: readonly string[] }): ReactNode {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const asked = useMemo(() => readFrom(hash), [hash]);
  const [begun, setBegun] = useState({ hash, form: asked ?? blank(purposes[0] ?? "", "") });
  if (begun.hash !== hash) setBegun({ hash, form: asked ?? begun.form });
  const { form } = begun;
  const tables = api.useQuery("get", "/api/analyses/tables", { params: { query: { purpose: form.purpose } } });
  const answer = useQuery({
    queryKey: ["analysis", hash],
    queryFn: async () => (asked ? (await server.POST("/api/analyses/run", { body: asked })).data ?? null : null),
    enabled: asked !== undefined,
    retry: false,
  });
  const run = (one: Form): void => {
    const next = written(ready(one));
    if (next === hash) void answer.refetch();
    else void navigate({ hash: next });
  };
  return (
    <div className="split">
      <div>
        <Card>
          <Shown query={tables}>{tables.data && <FormBox form={form} purposes={purposes} tables={tables.data} busy={answer.isFetching} change={(changed) => { setBegun({ hash, form: changed }); }} run={() => { run(form); }} />}</Shown>
          {answer.isError && !answer.isFetching && <Failed error={answer.error} />}
        </Card>
        {answer.isFetching && <Card><Loading rows={4} /></Card>}
        {asked && answer.data && !answer.isError && !answer.isFetching && <Result key={hash} answer={answer.data} form={asked} />}
      </div>
      <div><Saved form={answer.data ? asked ?? null : null} open={run} /></div>
    </div>
  );
}

function Shown({ query, children }: { query: { data?: unknown; error: unknown; isError: boolean }; children: ReactNode }): ReactNode {
  if (query.isError) return <Failed error={query.error} />;
  return query.data === undefined ? <Loading rows={4} /> : children;
}
