import { Button } from "antd";
import type { ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Filters } from "../../ui/list/Filters";
import { useListing, useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Correction } from "./Correction";
import { words } from "./words";

type Which = "to_answer" | "asked_by_me" | "answered" | "above";
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** Errors that users of shared data reported on rows, what the owners answered, and what was disputed. */
export default function CorrectionsPage(): ReactNode {
  const t = useWords(words);
  const filters: readonly Filter[] = [{ name: "which", label: t.which, kind: "choice", none: t.whichs.to_answer, options: (["asked_by_me", "answered", "above"] as const).map((which) => ({ value: which, label: t.whichs[which] })) }];
  const [query, change] = useQueryInAddress(filters);
  const list = useListing<Shape["CorrectionOut"]>({
    key: ["get", "/api/corrections"],
    load: async ({ which, after }) => (await server.GET("/api/corrections", { params: { query: { which: (which ?? "to_answer") as Which, ...(after ? { after } : {}) } } })).data ?? NOTHING,
  }, query);
  const { data: deadline } = api.useQuery("get", "/api/corrections/deadline");
  return (
    <Page title={t.corrections} lead={<>{t.lead}{deadline && <> {t.deadline(deadline.days, deadline.basis)}</>}</>}>
      <Filters filters={filters} query={query} change={change} />
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {list.rows.map((one) => <Correction key={one.correction} one={one} again={() => void list.refetch()} />)}
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</Button>}
    </Page>
  );
}
