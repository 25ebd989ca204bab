import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Figures } from "../statistics/Figures";
import { Measured } from "./Measured";
import { cell, share } from "./numbers";
import { Standing } from "./Standing";
import { words } from "./words";
import "./models.css";

type Model = Shape["ModelOut"];

/** One model: what it is for, what it is made of, how good it is and was, and what people made of its findings. */
export default function ModelPage(): ReactNode {
  const { scenario = "", model = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/models/{scenario}/{model}", { params: { path: { scenario, model } } });
  const t = useWords(words);
  const say = useSay();
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.title)} trail={[{ to: "/models", title: t.models }]} lead={<>{say(data.scenario_title)} <Standing state={data.state} /></>}>
      <Entry model={data} />
      <Watch model={data} />
      <Measured model={data} />
      <Worth model={data} />
      <Data model={data} />
    </Page>
  );
}

function Entry({ model }: { model: Model }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.about}>
      <Facts facts={[
        [t.owner, model.owner],
        [t.registered, day(model.registered, language)],
        [t.reviewed, day(model.reviewed, language)],
        [t.retires, day(model.retires, language)],
        [t.step, [model.step, model.method].filter(Boolean).join(" · ")],
        [t.run, model.run ? day(model.run, language) : "—"],
        [t.purpose, say(model.purpose)],
        [t.question, say(model.question)],
        [t.harm, model.harm],
        [t.impact, say(model.impact)],
        [t.appeals, say(model.appeals)],
        [t.measured, say(model.measured)],
      ]}
      />
    </Card>
  );
}

function Watch({ model }: { model: Model }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  if (model.watching === 0) return null;
  return (
    <Card title={t.watch}>
      <p className="quiet small">{t.watchLead}</p>
      {model.watched === null
        ? <p className="quiet">{t.withheld}</p>
        : (
          <Figures
            title={t.watch}
            heads={[t.figure, t.state, t.newest, t.before, t.limit, t.since, t.because]}
            rows={model.watched.map((one) => ({
              key: `${one.figure} ${one.part ?? ""}`,
              cells: [
                [one.figure, one.part].filter(Boolean).join(" · "),
                <Status key="state" tone={one.state === "within" ? "good" : one.state === "out" ? "bad" : "warn"}>{t.watchStates[one.state as "out"]}</Status>,
                cell(one.value), cell(one.before),
                one.keep === "above" ? t.above(cell(one.limit)) : t.below(cell(one.limit)),
                one.since ? day(one.since, language) : "—",
                <span key="because" className="model-because">{say(one.because)}</span>,
              ],
            }))}
          />
        )}
    </Card>
  );
}

/** Per rule on it, what people concluded, month by month: the only measure where nothing can be gone back to. */
function Worth({ model }: { model: Model }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.worth}>
      {model.rules.length === 0 ? <p className="quiet">{t.worthNone}</p> : <p className="quiet small">{t.base}</p>}
      {model.rules.map(({ rule, title, worth, months }) => (
        <section key={rule}>
          <h3><Link to={`/rules/${model.scenario}/${rule}`}>{say(title)}</Link></h3>
          {months === null || !worth
            ? <p className="quiet">{months === null ? t.withheld : t.notJudged}</p>
            : (
              <Figures
                title={say(title)}
                heads={[t.month, t.findings, t.leads, t.cases, t.judged, t.leadShare]}
                rows={months.map((month) => ({ key: month.month ?? "", cells: [month.month ?? t.undecided, cell(month.findings), cell(month.leads), cell(month.cases), "", ""] }))}
                total={[t.total, cell(worth.findings), cell(worth.leads), "", cell(worth.judged), worth.precision === null ? t.notJudged : `${share(worth.precision)} (${share(worth.precision_low)}–${share(worth.precision_high)})`]}
              />
            )}
        </section>
      ))}
    </Card>
  );
}

function Data({ model }: { model: Model }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.data}>
      <ul>{model.data.map((line) => <li key={line}>{line}</li>)}</ul>
      {model.tables.length === 0
        ? <p className="quiet">{t.noTables}</p>
        : (
          <Figures
            title={t.data}
            heads={[t.table, t.ownerOf, t.rows, t.arrived]}
            rows={model.tables.map((table) => ({
              key: table.table,
              cells: [<Link key="table" to={`/catalogue/${encodeURIComponent(table.table)}`}>{say(table.title)}</Link>, table.owner ?? "—", table.rows?.toLocaleString("en") ?? "—", table.arrived ? day(table.arrived, language) : "—"],
            }))}
          />
        )}
    </Card>
  );
}
