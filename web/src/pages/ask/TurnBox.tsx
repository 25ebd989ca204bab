import { Button } from "antd";
import { useMemo, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts } from "../../ui/Page";
import type { Answer } from "../../views/screen/answers";
import { Screen } from "../../views/screen/Screen";
import type { Turn } from "./asking";
import { viewOf } from "./view";
import { words } from "./words";

type Indicator = Shape["IndicatorOut"];

interface Props {
  turn: Turn;
  indicators: readonly Indicator[];
  /** Asks this in the place of the question. */
  instead: (question: string) => void;
}

/** One question: first how it was understood, then the number; or what is asked back; or that it is not understood. */
export function TurnBox({ turn: { question, told }, indicators, instead }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={question}>
      {told.answer && <Told answer={told.answer} byModel={told.by_model} indicator={indicators.find(({ name }) => name === told.answer?.inquiry.indicator)} />}
      {told.why && <p className="ask-said">{told.choices.length === 0 && <strong>{t.notAnswered}</strong>} {say(told.why)}</p>}
      {told.choices.length > 0 && (
        <div className="ask-choices" role="group" aria-label={t.askedBack}>
          {told.choices.map((choice) => <Button key={choice.name} onClick={() => { instead(choice.question); }}>{say(choice.title)}</Button>)}
        </div>
      )}
    </Card>
  );
}

function Told({ answer, byModel, indicator }: { answer: Answer; byModel: boolean; indicator: Indicator | undefined }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const view = useMemo(() => viewOf(answer, indicator?.adds ?? false), [answer, indicator]);
  const { last, finished } = answer.freshness;
  const fresh = [last && t.dataUntil(last), finished && t.ran(finished)].filter(Boolean).join(" · ");
  return (
    <>
      <p className="ask-said"><span className="quiet">{t.understood}</span> <strong>{say(answer.said)}</strong></p>
      {byModel && <p role="note" className="ask-model">{t.byModel}</p>}
      <div className="ask-drawn" data-kind={view.panels.length === 1 ? view.panels[0]?.kind : undefined}><Screen view={view} wall={false} /></div>
      {answer.more && <p className="quiet">{t.cut}</p>}
      {answer.notes.length > 0 && <ul className="ask-notes">{answer.notes.map((note) => <li key={note.zh}>{say(note)}</li>)}</ul>}
      <Facts
        facts={[
          [t.definition, say(answer.definition)],
          [t.days, answer.since && answer.until ? t.between(answer.since, answer.until) : t.now],
          [t.fresh, fresh],
          [t.source, `${say(answer.source)} · ${answer.owner}`],
          ...(indicator ? [[t.permission, t.purpose(indicator.purpose)] as const] : []),
        ]}
      />
    </>
  );
}
