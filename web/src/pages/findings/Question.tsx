import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf } from "../../ui/form/fields";
import { Status } from "../../ui/Status";
import { refresh } from "./deciding";
import { words } from "./words";

/** What a department is asked, its answer, and, for who may, the field to answer in. */
export function Question({ question }: { question: Shape["QuestionOut"] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { login } = useUser();
  return (
    <section className="voice" id={String(question.question)}>
      <p><strong>{question.department}</strong> <Status tone={question.answered_at ? "good" : "warn"}>{question.answered_at ? t.answered : t.unanswered}</Status></p>
      <p className="finding-words">{question.text}</p>
      <p className="quiet small"><span className="number">{moment(question.asked_at, language)}</span> {question.asked_by}</p>
      {question.answered_at && <p className="voice-answer finding-words">{question.answer}<br /><span className="quiet small">{question.answered_by} <span className="number">{moment(question.answered_at, language)}</span></span></p>}
      {question.may_answer && (
        <DeclaredForm
          fields={[{ name: "text", label: { zh: t.answer, en: t.answer }, kind: "long_text", required: true }]}
          draftOf={{ owner: login, key: `question ${String(question.question)}` }}
          submitText={t.answerIt}
          onSend={async ({ text }) => {
            await server.POST("/api/questions/{question}/answer", { params: { path: { question: question.question } }, body: { text: textOf(text) } });
            await refresh();
          }}
        />
      )}
    </section>
  );
}
