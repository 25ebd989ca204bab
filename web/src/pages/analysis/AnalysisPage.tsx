import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { api, server } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { blank, readFrom, ready, written, type Form } from "./form";
import { FormBox } from "./FormBox";
import type { Answer } from "./pivot";
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

interface Found {
  answer: Answer;
  form: Form;
}

function Desk({ purposes }: { purposes: readonly string[] }): ReactNode {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const [form, setForm] = useState<Form>(() => readFrom(hash) ?? blank(purposes[0] ?? "", ""));
  const [found, setFound] = useState<Found>();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { data, error, isError } = api.useQuery("get", "/api/analyses/tables", { params: { query: { purpose: form.purpose } } });
  const ask = async (asked: Form): Promise<void> => {
    setBusy(true);
    setFailed(null);
    try {
      const { data: answer } = await server.POST("/api/analyses/run", { body: asked });
      setFound(answer && { answer, form: asked });
    } catch (error) {
      setFound(undefined);
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  // What the address holds is what is shown: by a link, by going back, by the button, which writes it there.
  const follow = useEffectEvent((told: string) => {
    const asked = readFrom(told);
    if (!asked) return;
    setForm(asked);
    void ask(asked);
  });
  useEffect(() => { follow(hash); }, [hash]);
  const run = (one: Form): void => {
    const asked = ready(one);
    if (written(asked) === hash) void ask(asked);
    else void navigate({ hash: written(asked) });
  };
  return (
    <div className="split">
      <div>
        <Card>
          {isError && <Failed error={error} />}
          {data && <FormBox form={form} purposes={purposes} tables={data} busy={busy} change={setForm} run={() => { run(form); }} />}
          {!data && !isError && <Loading rows={4} />}
          {failed !== null && <Failed error={failed} />}
        </Card>
        {found && <Result key={written(found.form)} answer={found.answer} form={found.form} />}
      </div>
      <div><Saved form={found?.form ?? null} open={run} /></div>
    </div>
  );
}
