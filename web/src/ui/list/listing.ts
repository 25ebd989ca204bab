import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { useSearchParams } from "react-router";

/** One stretch of a long list, as the server sends it. `more`: the total is "at least". */
export interface Listing<Row> {
  rows: Row[];
  /** What to ask `after` for the next stretch; null at the end. */
  next: string | null;
  total: number;
  more: boolean;
}

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The server's name for sorting by this column. */
  sort?: string;
  /** The same, where the server only sorts from high to low. */
  falls?: string;
  /** Convenient, not needed: left out of cards and in 适老 mode. */
  extra?: boolean;
  width?: number;
}

export interface Filter {
  /** Its name in the address and in the API's query. */
  name: string;
  label: string;
  kind: "choice" | "search" | "date";
  options?: readonly { value: string; label: string }[];
  /** What no choice is called, where it is not "all". */
  none?: string;
}

/** A key that does something to rows; `done` unselects them. */
export interface RowKey<Row> {
  keys: string;
  does: string;
  run: (rows: readonly Row[], done: () => void) => void;
}

/** What the table and the cards have in common. */
export interface RowsProps<Row> {
  title: string;
  columns: readonly [Column<Row>, ...Column<Row>[]];
  rows: readonly Row[];
  id: (row: Row) => string;
  name: (row: Row) => string;
  to: (row: Row) => string;
  chosen?: ReadonlySet<string>;
  choose: (ids: readonly string[], on: boolean) => void;
  sort: string;
  sortBy: (sort: string) => void;
}

export type Query = Record<string, string>;

export interface Source<Row> {
  /** The list's name among all queries: `api` paths make good ones. */
  key: readonly unknown[];
  load: (query: Query & { after?: string }) => Promise<Listing<Row>>;
}

/** The filters and the order stand in the address: a list can be sent to somebody, and "back" finds it again. */
export function useQueryInAddress(filters: readonly Filter[]): readonly [Query, (changes: Query) => void] {
  const [params, setParams] = useSearchParams();
  const names = [...filters.map((filter) => filter.name), "sort"].join(" ");
  const query = useMemo(() => {
    const pairs = names.split(" ").map((name) => [name, params.get(name) ?? ""] as const);
    return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
  }, [names, params]);
  const change = (changes: Query): void => {
    setParams((old) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value) old.set(name, value);
        else old.delete(name);
      }
      return old;
    });
  };
  return [query, change];
}

export function useListing<Row>({ key, load }: Source<Row>, query: Query) {
  const result = useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam }) => load(pageParam ? { ...query, after: pageParam } : query),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.rows) ?? [], [result.data]);
  const first = result.data?.pages[0];
  return { ...result, rows, total: first ? `${String(first.total)}${first.more ? "+" : ""}` : "" };
}
