import { Button } from "antd";
import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Filters } from "../../ui/list/Filters";
import { useListing, useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Grading } from "./Grading";
import { words } from "./words";

type Which = "open" | "decided" | "all";
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** The worklist of grades: what is suggested of which column and why; a steward decides. */
export default function GradingPage(): ReactNode {
  const t = useWords(words);
  const filters: readonly Filter[] = [{ name: "which", label: t.which, kind: "choice", none: t.whichs.open, options: (["decided", "all"] as const).map((which) => ({ value: which, label: t.whichs[which] })) }];
  const [query, change] = useQueryInAddress(filters);
  const list = useListing<Shape["GradingRow"]>({
    key: ["get", "/api/catalogue/grading"],
    load: async ({ which, after }) => (await server.GET("/api/catalogue/grading", { params: { query: { which: (which ?? "open") as Which, ...(after ? { after: Number(after) } : {}) } } })).data ?? NOTHING,
  }, query);
  return (
    <Page title={t.grading} lead={t.lead}>
      <Filters filters={filters} query={query} change={change} />
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {list.rows.map((one) => <Grading key={`${one.source}.${one.column} ${one.grade}`} one={one} again={() => void list.refetch()} />)}
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</Button>}
    </Page>
  );
}
