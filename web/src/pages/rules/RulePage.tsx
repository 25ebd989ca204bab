import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { amount, day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Bar, Barred } from "../../ui/Bar";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Figures } from "../statistics/Figures";
import { Advice } from "./Advice";
import { words } from "./words";
import "./RulePage.css";

type Rule = Shape["RuleOut"];
type Told = number | string | boolean | null;

/** One rule: what it was worth, what its decisions advise, and what it says. */
export default function RulePage(): ReactNode {
  const { scenario = "", rule = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/rules/{scenario}/{rule}", { params: { path: { scenario, rule } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return <Shown rule={data} />;
}

function Shown({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Page
      title={say(rule.title)}
      trail={[{ to: "/rules", title: t.rules }]}
      lead={<>{say(rule.scenario_title)} {rule.precision?.mostly_dismissed === true && <Status tone="bad">{t.mostly}</Status>}</>}
      actions={<Link className="rule-link" to={`/findings?scenario=${rule.scenario}&rule=${rule.rule}&state=all`}>{t.toFindings}</Link>}
    >
      <Worth rule={rule} />
      <Dismissals rule={rule} />
      <Advice rule={rule} />
      {rule.funnel && rule.funnel.rows.length > 0 && (
        <Card title={t.months}>
          <Figures
            title={t.months}
            heads={[t.month, t.findings, t.judged, t.dismissed, t.leads, t.cases, t.closed, t.recovered]}
            rows={rule.funnel.rows.map((row) => ({ key: row.key, cells: [say(row.title), row.findings, row.judged, row.dismissed, row.leads, row.cases, row.closed, amount(row.recovered)] }))}
          />
        </Card>
      )}
      <Says rule={rule} />
    </Page>
  );
}

/** Counts of the last run, with how sure one can be of the share; what is masked stays as it came. */
function Worth({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  const worth = rule.precision;
  if (!worth || worth.judged === 0) return <Card title={t.worth}><p className="quiet">{rule.judged_withheld ? t.withheld : t.notJudged}</p></Card>;
  return (
    <Card title={t.worth}>
      {worth.mostly_dismissed === true && <p className="rule-warning" role="note"><strong>{t.mostly}</strong> {t.mostlyWhy}</p>}
      <Facts facts={[
        [t.precision, <span key="precision" className="number">{typeof worth.precision === "number" && <Bar share={worth.precision} />} {share(worth.precision)} <span className="quiet small">{t.interval(share(worth.precision_low), share(worth.precision_high))}</span></span>],
        [t.perFindings, plain(worth.findings)],
        [t.judged, plain(worth.judged)],
        [t.leads, plain(worth.leads)],
        [t.cases, plain(worth.cases)],
        ...(rule.work ? [[t.days, t.daysSaid(plain(rule.work.days_median), plain(rule.work.days_p90))] as const] : []),
        [t.recall, `${share(worth.recall)} (${t.knownLeads} ${plain(worth.known_leads)})`],
      ]}
      />
    </Card>
  );
}

function Dismissals({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  const { data: choices } = api.useQuery("get", "/api/findings/choices");
  const say = useSay();
  if (rule.judged_withheld) return null;
  const named = (reason: string | null): string => {
    const title = choices?.reasons.find((one) => one.reason === reason)?.title;
    return title ? say(title) : reason ?? "—";
  };
  return (
    <Card title={t.dismissals}>
      {rule.dismissals.length === 0
        ? <p className="quiet">{t.noDismissals}</p>
        : <Figures title={t.dismissals} heads={[t.reason, t.dismissed, t.part]} rows={rule.dismissals.map((one, at) => ({ key: String(at), cells: [named(one.reason), plain(one.dismissed), typeof one.share === "number" ? <Barred share={one.share}>{share(one.share)}</Barred> : share(one.share)] }))} />}
    </Card>
  );
}

/** Its words, weights, thresholds and query, as they stand in the scenario's files. */
function Says({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <>
      <Card title={t.about}>
        <dl className="rule-says">
          {([[t.question, say(rule.question)], [t.clause, rule.clause], [t.harm, rule.harm], [t.decision, rule.decision], [t.sentence, rule.reason]] as const).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
        </dl>
      </Card>
      {rule.thresholds.length > 0 && (
        <Card title={t.thresholds}>
          <ul className="plain">
            {rule.thresholds.map((one) => (
              <li key={one.parameter}>
                <strong>{say(one.label)}</strong> <span className="number">{one.value} {one.unit}</span>
                <div className="quiet small">{t.reference} {one.reference}</div>
                <div className="quiet small number">{t.history} {one.values.map((value) => `${day(value.since, language)} ${value.value}`).join(" · ")}</div>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t.signals}>
        <Figures
          title={t.signals}
          heads={[t.because, t.weight]}
          rows={[{ key: "base", cells: [t.base, rule.base.toFixed(2)] }, ...rule.signals.map((one, at) => ({ key: String(at), cells: [<>{say(one.because)} <code className="quiet small">{one.when}</code></>, one.weight.toFixed(2)] }))]}
        />
      </Card>
      <Card title={t.sql}><pre className="code" role="region" aria-label={t.sql} tabIndex={0}>{rule.sql}</pre></Card>
    </>
  );
}

function plain(value: Told): string {
  return value === null ? "—" : String(value);
}

function share(value: Told): string {
  return typeof value === "number" ? `${(value * 100).toFixed(1)}%` : plain(value);
}
