import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import { server, type Shape } from "../../api/client";
import { keepAnswer, type Inquiry } from "../../views/screen/answers";

/** What was asked, and what the server said to it. */
export interface Turn {
  question: string;
  told: Shape["AskedOut"];
}

const STALE_MS = 60_000;

/** A conversation: each question follows what was understood before it. */
export function useTurns(questions: readonly string[]): UseQueryResult<Turn[]> {
  const client = useQueryClient();
  return useQuery({
    queryKey: ["asked", ...questions],
    queryFn: () => asked(client, questions),
    enabled: questions.length > 0,
    staleTime: STALE_MS,
    // What was answered stays while the next is asked, as long as it is the same conversation.
    placeholderData: (turns: Turn[] | undefined) => (turns?.[0]?.question === questions[0] ? turns : undefined),
  });
}

async function asked(client: QueryClient, questions: readonly string[]): Promise<Turn[]> {
  const turns: Turn[] = [];
  let before: Inquiry | null = null;
  for (const question of questions) {
    const told: Shape["AskedOut"] | undefined = (await server.POST("/api/indicators/ask", { body: { question, before } })).data;
    if (!told) throw new Error("no answer");
    if (told.answer) keepAnswer(client, told.answer);
    before = told.answer?.inquiry ?? before;
    turns.push({ question, told });
  }
  return turns;
}
