import type { InfiniteData } from "@tanstack/react-query";
import { queries, type Shape } from "../../api/client";

type Pages = InfiniteData<{ rows: readonly Shape["FindingRow"][] }>;

/** The findings before and after this one in the list that was looked at last, as far as it was loaded. */
export function useNeighbours(finding: string): { previous: string | undefined; next: string | undefined } {
  const lists = queries.getQueryCache().findAll({ queryKey: ["get", "/api/findings"] });
  const last = lists.sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)[0];
  const rows = (last?.state.data as Pages | undefined)?.pages.flatMap((page) => page.rows) ?? [];
  const at = rows.findIndex((row) => row.finding === finding);
  return at < 0 ? { previous: undefined, next: undefined } : { previous: rows[at - 1]?.finding, next: rows[at + 1]?.finding };
}
