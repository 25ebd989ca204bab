import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { server, type Shape } from "../../api/client";

export type Suggestions = Shape["SuggestionsOut"];

/** Typing must rest so long before anything is asked. */
const REST_MS = 250;
/** While nothing has been learnt yet, it is asked again so often. */
const AGAIN_MS = 10_000;

/** What is suggested for a request as far as it is written. */
export function useSuggestions(typed: { title: string; body: string; number: string }): Suggestions | undefined {
  const rested = useRested(JSON.stringify(typed));
  const { title, body } = JSON.parse(rested) as typeof typed;
  const { data } = useQuery({
    queryKey: ["desk suggest", rested],
    queryFn: async ({ signal }) => (await server.POST("/api/desk/suggest", { body: JSON.parse(rested) as typeof typed, signal })).data,
    enabled: (title + body).trim().length > 1,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && state.data.readiness !== "ready" && state.data.readiness !== "none" ? AGAIN_MS : false),
  });
  return (title + body).trim().length > 1 ? data : undefined;
}

/** The value, once it has not changed for a moment. */
export function useRested(value: string, rest = REST_MS): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => { setRested(value); }, rest);
    return () => { clearTimeout(timer); };
  }, [value, rest]);
  return rested;
}
