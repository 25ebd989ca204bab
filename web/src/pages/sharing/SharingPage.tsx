import { Button } from "antd";
import type { ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Filters } from "../../ui/list/Filters";
import { useListing, useQueryInAddress, type Filter } from "../../ui/list/listing";
import { Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Asked } from "./Asked";
import { words } from "./words";

type Which = "to_answer" | "asked" | "answered" | "to_lift";
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** Requests of departments for tables of others: what was asked, what is in the way, what was answered. */
export default function SharingPage(): ReactNode {
  const t = useWords(words);
  const filters: readonly Filter[] = [{ name: "which", label: t.which, kind: "choice", none: t.whichs.to_answer, options: (["asked", "answered", "to_lift"] as const).map((which) => ({ value: which, label: t.whichs[which] })) }];
  const [query, change] = useQueryInAddress(filters);
  const list = useListing<Shape["SharingRequestOut"]>({
    key: ["get", "/api/sharing"],
    load: async ({ which, after }) => (await server.GET("/api/sharing", { params: { query: { which: (which ?? "to_answer") as Which, ...(after ? { after } : {}) } } })).data ?? NOTHING,
  }, query);
  return (
    <Page title={t.sharing} lead={t.lead}>
      <Filters filters={filters} query={query} change={change} />
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.rows.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {list.rows.map((one) => <Asked key={one.request} one={one} again={() => void list.refetch()} />)}
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</Button>}
    </Page>
  );
}
