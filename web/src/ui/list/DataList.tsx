import { Button } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useShortcuts } from "../../lib/keys";
import { HANDHELD, useMedia } from "../../lib/media";
import { usePreferences } from "../../lib/preferences";
import { useWords, type Same } from "../../lib/words";
import { Empty, Failed, Loading } from "../States";
import { words } from "../words";
import { Cards } from "./Cards";
import { Filters } from "./Filters";
import { useListing, useQueryInAddress, type Column, type Filter, type RowKey, type Query, type RowsProps, type Source } from "./listing";
import { Table } from "./Table";
import { TakeOut, type FileForm } from "./TakeOut";
import "./DataList.css";

interface Props<Row> {
  /** What is listed, for screen readers. */
  title: string;
  source: Source<Row>;
  /** The first column names the row and links to it. */
  columns: readonly [Column<Row>, ...Column<Row>[]];
  filters?: readonly Filter[];
  id: (row: Row) => string;
  /** The row in words, for the screen reader at its box. */
  name: (row: Row) => string;
  to: (row: Row) => string;
  /** What can be done with several at once; without it rows cannot be selected. */
  bulk?: (chosen: readonly Row[], done: () => void) => ReactNode;
  /** Keys that act on the selected rows; on the one the keyboard is at, where none is selected. */
  keys?: readonly RowKey<Row>[];
  /** Shown where there is nothing and no filter is set. */
  empty?: ReactNode;
  /** The whole list as it is filtered, as a file. */
  takeOut?: (query: Query, form: FileForm) => Promise<{ data?: unknown; response: Response }>;
}

/** A long list: filters in the address, stretches loaded as asked for, rows selected and walked by keyboard; cards by hand. */
export function DataList<Row>({ title, source, columns, filters = [], id, name, to, bulk, keys = [], empty, takeOut }: Props<Row>): ReactNode {
  const t = useWords(words);
  const handheld = useMedia(HANDHELD);
  const { elder } = usePreferences();
  const [query, change] = useQueryInAddress(filters);
  const list = useListing(source, query);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const rows = list.rows;
  const present = rows.filter((row) => chosen.has(id(row)));

  const choose = (ids: readonly string[], on: boolean): void => {
    setChosen((old) => on ? new Set([...old, ...ids]) : new Set([...old].filter((one) => !ids.includes(one))));
  };
  useRowKeys<Row>({
    rows, id, to, body, keys,
    chosen: present,
    done: () => { setChosen(new Set()); },
    toggle: bulk && ((row) => { choose([id(row)], !chosen.has(id(row))); }),
  });

  const filtered = filters.some((filter) => query[filter.name]);
  const shown: RowsProps<Row> = {
    title, id, name, to, rows, choose,
    columns: elder || handheld ? [columns[0], ...columns.slice(1).filter((column) => !column.extra)] : columns,
    ...(bulk ? { chosen } : {}),
    sort: query.sort ?? "",
    sortBy: (sort) => { change({ sort }); },
  };
  return (
    <div className="list">
      {filters.length > 0 && <Filters filters={handheld ? [...filters, ...sorting(columns, t)] : filters} query={query} change={change} />}
      {present.length > 0 && bulk && (
        <div className="list-bulk" role="region" aria-label={t.chosen(present.length)}>
          <strong aria-live="polite">{t.chosen(present.length)}</strong>
          {bulk(present, () => { setChosen(new Set()); })}
          <Button type="link" onClick={() => { setChosen(new Set()); }}>{t.unchoose}</Button>
        </div>
      )}
      <div className="list-body" ref={body} aria-busy={list.isFetching}>
        {list.isPending && <Loading rows={10} />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (filtered || !empty ? <Empty title={filtered ? t.emptyList : t.nothingYet}>{filtered && t.emptyListTodo}</Empty> : empty)}
        {rows.length > 0 && (handheld ? <Cards {...shown} /> : <Table {...shown} />)}
      </div>
      {rows.length > 0 && (
        <div className="list-foot">
          <span className="quiet small number" role="status">{t.rows(rows.length, list.total)}</span>
          {takeOut && <TakeOut name={title} take={(form) => takeOut(query, form)} />}
          {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.more}</Button>}
        </div>
      )}
    </div>
  );
}

/** Cards have no heads to click: the order is one more filter. */
function sorting<Row>(columns: readonly Column<Row>[], t: Same<typeof words.zh>): Filter[] {
  const options = columns.flatMap(({ sort, falls, title }) => (falls ? [{ value: `-${falls}`, label: t.falling(title) }] : sort ? [{ value: `-${sort}`, label: t.falling(title) }, { value: sort, label: t.rising(title) }] : []));
  return options.length === 0 ? [] : [{ name: "sort", label: t.order, kind: "choice", options, none: t.usual }];
}

interface RowKeys<Row> {
  rows: readonly Row[];
  id: (row: Row) => string;
  to: (row: Row) => string;
  body: { current: HTMLElement | null };
  toggle: ((row: Row) => void) | undefined;
  keys: readonly RowKey<Row>[];
  chosen: readonly Row[];
  done: () => void;
}

/** j and k walk, x selects, Enter opens. Where the keyboard is, is where the focus is. */
function useRowKeys<Row>({ rows, id, to, body, toggle, keys, chosen, done }: RowKeys<Row>): void {
  const t = useWords(words);
  const navigate = useNavigate();
  const at = useRef(-1);
  const focused = (): string | undefined => document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row;
  const here = (): number => {
    const found = rows.findIndex((row) => id(row) === focused());
    return found >= 0 ? found : at.current;
  };
  const go = (place: number): void => {
    at.current = Math.min(rows.length - 1, Math.max(0, place));
    const row = rows[at.current];
    if (row) body.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id(row))}"] a`)?.focus();
  };
  const acted = useRef(false);
  useEffect(() => {
    // The row somebody acted on may have gone with what he did: he is at the one that took its place.
    if (!acted.current || rows.length === 0 || document.activeElement !== document.body) return;
    acted.current = false;
    go(at.current);
  });
  const act = (key: RowKey<Row>): void => {
    at.current = here();
    const row = rows[at.current];
    const some = chosen.length > 0 ? chosen : row ? [row] : [];
    acted.current = true;
    if (some.length > 0) key.run(some, done);
  };
  useShortcuts(t.keysOfList, rows.length === 0 ? [] : [
    { keys: "j", does: t.next, run: () => { go(here() + 1); } },
    { keys: "k", does: t.previous, run: () => { go(here() - 1); } },
    ...(toggle ? [{ keys: "x", does: t.mark, run: () => { const row = rows[here()]; if (row) toggle(row); } }] : []),
    { keys: "Enter", does: t.open, run: () => { const row = rows[here()]; if (row) void navigate(to(row)); } },
    ...keys.map((key) => ({ keys: key.keys, does: key.does, run: () => { act(key); } })),
  ]);
}
