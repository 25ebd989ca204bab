import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf } from "../../ui/form/fields";
import { Card } from "../../ui/Page";
import { Status } from "../../ui/Status";
import { refresh } from "./deciding";
import { Question } from "./Question";
import { words } from "./words";

type Finding = Shape["FindingOut"];
type Contest = Shape["ContestOut"];

/** What departments were asked, and what the person concerned says against it; with the answers. */
export function Voices({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  return (
    <>
      {finding.questions.length > 0 && (
        <Card title={t.questions}>{finding.questions.map((one) => <Question key={one.question} question={one} />)}</Card>
      )}
      {finding.contests.length > 0 && (
        <Card title={t.contests}>{finding.contests.map((one) => <Heard key={one.contest} contest={one} mayAnswer={finding.may.includes("contest")} />)}</Card>
      )}
    </>
  );
}

/** What was said against it, and what came of that: upheld or corrected, in words. */
function Heard({ contest, mayAnswer }: { contest: Contest; mayAnswer: boolean }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { login } = useUser();
  const outcomes = { [t.upheld]: "upheld", [t.corrected]: "corrected" } as const;
  return (
    <section className="voice">
      <p className="finding-words">{contest.text}</p>
      <p className="quiet small"><span className="number">{moment(contest.heard_at, language)}</span> {t.heardBy(contest.heard_by)} <Status tone={contest.outcome ? "good" : "warn"}>{contest.outcome === "" ? t.unanswered : contest.outcome === "upheld" ? t.upheld : t.corrected}</Status></p>
      {contest.outcome && <p className="voice-answer">{contest.answer}<br /><span className="quiet small">{contest.answered_by} {contest.answered_at && moment(contest.answered_at, language)}</span></p>}
      {!contest.outcome && mayAnswer && (
        <DeclaredForm
          fields={[
            { name: "outcome", label: { zh: t.outcome, en: t.outcome }, kind: "choice", options: Object.keys(outcomes), required: true },
            { name: "text", label: { zh: t.answer, en: t.answer }, kind: "long_text", required: true },
          ]}
          draftOf={{ owner: login, key: `contest ${String(contest.contest)}` }}
          submitText={t.answerIt}
          onSend={async ({ outcome, text }) => {
            await server.POST("/api/findings/contests/{contest}/answer", { params: { path: { contest: contest.contest } }, body: { outcome: outcomes[textOf(outcome)] ?? "upheld", text: textOf(text) } });
            await refresh();
          }}
        />
      )}
    </section>
  );
}
