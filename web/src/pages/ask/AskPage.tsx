import { Button, Input } from "antd";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { useTurns } from "./asking";
import { TurnBox } from "./TurnBox";
import { words } from "./words";
import "./AskPage.css";

/** As many questions as an address may carry. */
const MOST = 10;
const LONGEST = 200;

/** 问数: a question in Chinese, and those that follow it. All of them stand in the address, so that it can be passed on. */
export default function AskPage(): ReactNode {
  const t = useWords(words);
  const [address, setAddress] = useSearchParams();
  const questions = address.getAll("q").map((one) => one.trim().slice(0, LONGEST)).filter((one) => one !== "").slice(0, MOST);
  const indicators = api.useQuery("get", "/api/indicators");
  const turns = useTurns(questions);
  const go = (q: readonly string[]): void => { setAddress({ q: [...q] }); };
  const told = questions.length > 0 ? turns.data ?? [] : [];
  const answered = told.some((turn) => turn.told.answer !== null);
  const waiting = turns.isFetching && told.length < questions.length;
  return (
    <Page title={t.ask} lead={t.lead}>
      {indicators.isError && <Failed error={indicators.error} retry={() => void indicators.refetch()} />}
      {!indicators.data && !indicators.isError && <Loading />}
      {indicators.data?.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {indicators.data && indicators.data.length > 0 && (
        <>
          {questions.length === 0 && <Box label={t.box} hint={t.placeholder} button={t.send} ask={(question) => { go([question]); }} />}
          {told.map((turn, at) => <TurnBox key={`${String(at)} ${turn.question}`} turn={turn} indicators={indicators.data} instead={(question) => { go([...questions.slice(0, at), question]); }} />)}
          {turns.isError && <Failed error={turns.error} retry={() => void turns.refetch()} />}
          {waiting && <Loading />}
          {answered && questions.length < MOST && <Box key={questions.length} label={t.follow} hint={t.followPlaceholder} button={t.follow} ask={(question) => { go([...questions, question]); }} />}
          {questions.length > 0 && <Box key={`anew ${questions.join(" ")}`} label={t.anew} hint={t.placeholder} button={t.send} ask={(question) => { go([question]); }} />}
          {!answered && !waiting && <Examples indicators={indicators.data} />}
        </>
      )}
    </Page>
  );
}

interface BoxProps {
  label: string;
  hint: string;
  button: string;
  ask: (question: string) => void;
}

function Box({ label, hint, button, ask }: BoxProps): ReactNode {
  return (
    <form className="ask-box" aria-label={label} onSubmit={(event) => {
      event.preventDefault();
      const question = new FormData(event.currentTarget).get("q");
      if (typeof question === "string" && question.trim() !== "") ask(question.trim());
    }}>
      <Input name="q" aria-label={label} placeholder={hint} maxLength={LONGEST} autoComplete="off" />
      <Button type="primary" htmlType="submit">{button}</Button>
    </form>
  );
}

/** Questions that are answered, and everything there is to ask of; each is a link to its answer. */
function Examples({ indicators }: { indicators: readonly Shape["IndicatorOut"][] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const examples = api.useQuery("get", "/api/indicators/examples");
  const scenarios = [...new Map(indicators.map((one) => [one.scenario, one.scenario_title]))];
  return (
    <>
      {examples.data && examples.data.length > 0 && (
        <Card title={t.examples}>
          <ul className="ask-links">{examples.data.map((one) => <li key={one}><Link to={asking(one)}>{one}</Link></li>)}</ul>
        </Card>
      )}
      <Card title={t.can}>
        {scenarios.map(([scenario, title]) => (
          <section key={scenario} className="ask-scenario">
            <h3>{say(title)}</h3>
            <ul className="ask-links">{indicators.filter((one) => one.scenario === scenario).map((one) => <li key={one.name}><Link to={asking(one.title.zh)} title={say(one.definition)}>{say(one.title)}</Link></li>)}</ul>
          </section>
        ))}
      </Card>
    </>
  );
}

function asking(question: string): string {
  return `/ask?${new URLSearchParams({ q: question }).toString()}`;
}
