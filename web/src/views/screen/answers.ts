import { useQueries, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { server, type Shape } from "../../api/client";
import { useEvents } from "../../lib/events";

/** A view as it is shown, whether a file declares it or a question made it. */
export type View = Omit<Shape["ViewOut"], "edits" | "mark">;
export type Panel = View["panels"][number];
export type Answer = Shape["AnswerOut"];
export type Inquiry = Shape["Inquiry"];

const KEY = "indicator-answer";
const HEARD = ["run"];

/** The answers of a panel's questions; the first thing that went wrong, if anything did. */
export function useAnswers(panel: Panel): { answers: readonly Answer[] | null; error: unknown; retry: () => void } {
  const results = useQueries({
    queries: panel.asks.map((asked) => ({
      queryKey: [KEY, asked],
      queryFn: async () => (await server.POST("/api/indicators/query", { body: asked })).data,
      enabled: panel.allowed,
      staleTime: Infinity,
    })),
    combine: (all) => combine(all as readonly Result[]),
  });
  return useMemo(() => ({
    answers: results.data.every((one): one is Answer => one !== undefined) ? results.data : null,
    error: results.error,
    retry: results.retry,
  }), [results]);
}

/** An answer that came by another way: panels with its question show it without asking again. */
export function keepAnswer(client: QueryClient, answer: Answer): void {
  client.setQueryData([KEY, answer.inquiry], answer);
}

interface Result {
  data: Answer | undefined;
  error: unknown;
  refetch: () => unknown;
}

function combine(results: readonly Result[]): { data: (Answer | undefined)[]; error: unknown; retry: () => void } {
  return {
    data: results.map((one) => one.data),
    error: results.find((one) => one.error !== null)?.error ?? null,
    retry: () => { for (const one of results) one.refetch(); },
  };
}

/** Asks everything again when the lake has a new run. The day the last one finished; "" until that is heard. */
export function useFresh(): string {
  const client = useQueryClient();
  const seen = useRef("");
  const [finished, setFinished] = useState("");
  useEvents("/api/lake/stream", (_, data) => {
    const { run, finished: day } = data as { run: string; finished: string };
    if (seen.current !== "" && run !== seen.current) void client.invalidateQueries({ queryKey: [KEY] });
    seen.current = run;
    setFinished(day);
  }, HEARD);
  return finished;
}
