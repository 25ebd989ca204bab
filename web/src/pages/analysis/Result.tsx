import { Button } from "antd";
import { useMemo, useState, type ReactNode } from "react";
import { server } from "../../api/client";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Chart } from "../../ui/chart/Chart";
import { TakeOut } from "../../ui/list/TakeOut";
import { Card } from "../../ui/Page";
import { useColours } from "../../ui/useColours";
import { plotted } from "../../views/screen/options";
import { drawn } from "./drawing";
import type { Form } from "./form";
import { figure, laidOut, type Answer } from "./pivot";
import { PivotTable } from "./PivotTable";
import { words } from "./words";

const TYPE = 14;

/** The answer: what was counted in a sentence, drawn, as a table, as SQL; and the ways to take it along. */
export function Result({ answer, form }: { answer: Answer; form: Form }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { set, series } = useColours();
  const [linked, setLinked] = useState(false);
  const said = useMemo(() => ({ say, total: t.total, subtotal: t.subtotal, notFilled: t.notFilled, noGroup: t.noGroup }), [say, t]);
  const pivot = useMemo(() => laidOut(answer, form, said), [answer, form, said]);
  const found = useMemo(() => (form.chart === "none" ? null : drawn(answer, form, said)), [answer, form, said]);
  const option = useMemo(() => found && form.chart !== "none" ? plotted(form.chart, found.names, found.lines, 2, { set, series, size: TYPE, language, say }) : null, [found, form.chart, set, series, language, say]);
  return (
    <Card title={t.result}>
      <p className="analysis-said">{say(answer.said)}</p>
      <p role="status" className="quiet small">{t.counted(pivot.body.filter(({ subtotal }) => !subtotal).length, answer.milliseconds)}</p>
      {answer.more && <p className="quiet small">{t.more}</p>}
      {answer.withheld > 0 && <p className="quiet small">{t.withheld(answer.withheld)}</p>}
      {option && found && <div className="analysis-chart"><Chart label={say(answer.said)} option={option} numbers={{ heads: ["", ...found.lines.map(({ name }) => name)], rows: found.names.map((name, at) => [name, ...found.lines.map(({ data }) => figure(data[at]))]) }} /></div>}
      {pivot.body.length === 0 ? <p className="quiet">{t.nothing}</p> : <PivotTable title={t.result} pivot={pivot} />}
      <div className="analysis-line">
        <TakeOut name="analysis" parquet take={(file) => server.POST("/api/analyses/export", { body: { analysis: form, form: file, english: language === "en" }, parseAs: "blob" })} />
        <Button size="small" onClick={() => { void navigator.clipboard.writeText(location.href).then(() => { setLinked(true); }); }}>{t.link}</Button>
        <span role="status" className="quiet small">{linked && t.linked}</span>
      </div>
      <details><summary>{t.asSql}</summary><pre className="analysis-sql" tabIndex={0} aria-label={t.asSql}>{answer.sql}</pre></details>
    </Card>
  );
}
