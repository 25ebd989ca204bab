import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { queries, server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Problems } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { Diff } from "./Diff";
import { words } from "./words";

type Rule = Shape["RuleOut"];
type Told = Shape["AdviceOut"];

/** What people's decisions ask of the thresholds, for a person to accept. */
export function Advice({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  if (rule.judged_withheld) return null;
  return (
    <Card title={t.advice}>
      <p className="quiet small">{t.adviceLead}</p>
      {rule.advice.length === 0 && <p>{t.noAdvice}</p>}
      {rule.advice.map((one) => <One key={one.parameter} rule={rule} advice={one} />)}
    </Card>
  );
}

function One({ rule, advice }: { rule: Rule; advice: Told }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const label = rule.thresholds.find((one) => one.parameter === advice.parameter)?.label;
  const name = label ? say(label) : advice.parameter;
  if (advice.advice === "taken") return <p role="status"><strong>{name}</strong> {t.taken(String(advice.current ?? "—"), String(advice.proposed ?? "—"))}</p>;
  if (advice.advice !== "change") return <p><strong>{name}</strong> {advice.advice === "too_few" ? t.tooFew : t.noGain}</p>;
  return (
    <section>
      <h3>{name} · {t.advised(String(advice.current ?? "—"), String(advice.proposed ?? "—"))}</h3>
      <p className="quiet small">{t.since} {day(advice.since, language)}</p>
      <Figures
        title={name}
        heads={["", t.before, t.after]}
        rows={[
          { key: "leads", cells: [t.keptLeads, told(advice.leads), told(advice.kept_leads)] },
          { key: "dismissed", cells: [t.dismissedLeft, told(advice.dismissed), left(advice.dismissed, advice.dropped_dismissals)] },
          { key: "undecided", cells: [t.undecided, told(advice.undecided), left(advice.undecided, advice.dropped_undecided)] },
          { key: "precision", cells: [t.precision, share(advice.precision), `${share(advice.precision_after)} (${t.interval(share(advice.precision_after_low), share(advice.precision_after_high))})`] },
        ]}
      />
      {advice.problem && <p className="rule-warning">{say(advice.problem)}</p>}
      {advice.diff ? <Accept rule={rule} parameter={advice.parameter} diff={advice.diff} /> : <p className="quiet">{t.whoAccepts}</p>}
    </section>
  );
}

/** The difference itself, and the button that writes exactly it. */
function Accept({ rule, parameter, diff }: { rule: Rule; parameter: string; diff: string }): ReactNode {
  const t = useWords(words);
  const { modal, message } = App.useApp();
  const [failure, setFailure] = useState<Failure>();
  const accept = async (): Promise<void> => {
    setFailure(undefined);
    try {
      await server.POST("/api/rules/{scenario}/{rule}/advice", { params: { path: { scenario: rule.scenario, rule: rule.rule } }, body: { parameter, diff } });
      void message.success(t.accepted);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
    await queries.invalidateQueries({ queryKey: ["get", "/api/rules/{scenario}/{rule}"] });
  };
  const ask = (): void => {
    modal.confirm({ title: t.acceptAsk, content: t.acceptWhat, okText: t.accept, cancelText: t.cancel, onOk: accept });
  };
  return (
    <>
      <h3>{t.diff}</h3>
      <Diff text={diff} label={t.diff} />
      {failure && <Problems problems={failure.problems} />}
      <div className="acts"><Button type="primary" onClick={ask}>{t.accept}</Button></div>
    </>
  );
}

function told(value: number | string | null): string {
  return value === null ? "—" : String(value);
}

function left(all: number | string | null, dropped: number | string | null): string {
  return typeof all === "number" && typeof dropped === "number" ? String(all - dropped) : "—";
}

function share(value: number | string | null): string {
  return typeof value === "number" ? `${(value * 100).toFixed(1)}%` : told(value);
}
