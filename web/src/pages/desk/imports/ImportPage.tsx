import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, server } from "../../../api/client";
import { moment } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { isLost } from "../../../lib/problems";
import { useSay, useWords } from "../../../lib/words";
import { Card, Facts, Page } from "../../../ui/Page";
import { Failed, Loading } from "../../../ui/States";
import { words as common } from "../words";
import { words } from "./words";
import "../desk.css";

const NOTHING = { rows: [], next: null, total: 0, more: false };

/** What came of one imported file: the counts, which add up, and every row that was not taken. */
export default function ImportPage(): ReactNode {
  const t = useWords(words);
  const c = useWords(common);
  const { language } = usePreferences();
  const number = Number(useParams().number);
  const { data: made, error, refetch } = api.useQuery("get", "/api/desk/imports/{number}", { params: { path: { number } } });
  const trail = [{ to: "/desk/requests", title: c.requests }, { to: "/desk/imports", title: t.imports }];
  if (isLost(error, made)) return <Page title={t.imports} trail={trail}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!made) return <Loading rows={6} />;
  return (
    <Page title={made.name} trail={trail} actions={made.taken > 0 && <Link to={`/desk/requests?batch=${String(made.id)}`}>{t.seeTaken}</Link>}>
      <Card>
        <ul className="counts">
          {([[t.rows, made.records], [t.taken, made.taken], [t.repeated, made.repeated], [t.bad, made.bad]] as const).map(([label, n]) => (
            <li key={label}><span className="counts-number number">{n}</span> <span className="quiet">{label}</span></li>
          ))}
        </ul>
        <Facts facts={[
          [c.channel, c.channels[made.channel as "phone"]],
          [t.when, <span key="at" className="number">{moment(made.at, language)}</span>],
          [t.by, made.imported_by],
        ]}
        />
        <p className="small quiet">{t.columnsWere} {Object.entries(made.columns).map(([field, header]) => `${t.fields[field as "body"]} ← ${header}`).join(" · ")}</p>
      </Card>
      {made.bad > 0 && <Bad number={number} />}
    </Page>
  );
}

function Bad({ number }: { number: number }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const list = useInfiniteQuery({
    queryKey: ["get", "/api/desk/imports/{number}/bad", number],
    queryFn: async ({ pageParam }) => (await server.GET("/api/desk/imports/{number}/bad", { params: { path: { number }, query: pageParam ? { after: pageParam } : {} } })).data ?? NOTHING,
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Card title={t.badRows}>
      {list.isPending && <Loading rows={4} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <ul className="plain">
          {rows.map((row, at) => (
            <li key={at}>
              <span className="number quiet">{t.line} {row.line}</span> <strong>{say(row.why)}</strong>
              <div className="small" lang="zh-CN">{row.content}</div>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t.moreRows}</Button>}
    </Card>
  );
}
