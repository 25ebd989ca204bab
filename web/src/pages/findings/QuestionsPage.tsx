import { Button } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { server, type Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Filters } from "../../ui/list/Filters";
import { useListing, useQueryInAddress, type Filter } from "../../ui/list/listing";
import { useMay } from "../../api/session";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Question } from "./Question";
import { words } from "./words";
import "./FindingPage.css";

type Which = "to_answer" | "asked_by_me" | "answered";
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** What departments ask each other about findings. Whoever is asked need not see the finding itself. */
export default function QuestionsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const reads = useMay("findings.read");
  const filters: readonly Filter[] = [{ name: "which", label: t.which, kind: "choice", none: t.whichs.to_answer, options: (["asked_by_me", "answered"] as const).map((which) => ({ value: which, label: t.whichs[which] })) }];
  const [query, change] = useQueryInAddress(filters);
  const list = useListing<Shape["QuestionOut"]>({
    key: ["get", "/api/questions"],
    load: async ({ which, after }) => (await server.GET("/api/questions", { params: { query: { which: (which ?? "to_answer") as Which, ...(after ? { after } : {}) } } })).data ?? NOTHING,
  }, query);
  return (
    <Page title={t.questions} lead={t.questionsLead}>
      <Filters filters={filters} query={query} change={change} />
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t.noQuestions}>{t.noQuestionsTodo}</Empty>}
      {list.rows.map((one) => (
        <Card key={one.question} title={say(one.title)} actions={reads && <Link to={`/findings/${one.finding}`}>{one.finding}</Link>}><Question question={one} /></Card>
      ))}
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</Button>}
    </Page>
  );
}
