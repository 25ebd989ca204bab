import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { useMay } from "../../api/session";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { DataList } from "../../ui/list/DataList";
import type { Query, RowKey } from "../../ui/list/listing";
import { Page } from "../../ui/Page";
import { Empty, Problems } from "../../ui/States";
import { Assignment } from "./Assignment";
import { useChoices } from "./calls";
import { decide } from "./deciding";
import { Dismissal } from "./Dismissal";
import { FindingState, type State } from "./FindingState";
import { EVERY, TOGETHER, useInboxFilters } from "./filters";
import { Score, Yuan } from "./Score";
import { UndoBar } from "./UndoBar";
import { words } from "./words";

type Row = Shape["FindingRow"];
type Sort = "score" | "amount" | "first_seen";
type Asks = "dismiss" | "assign";

const STRETCH = 50;
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** The findings that wait for somebody, the likeliest leads first; decided one by one or four hundred at once. */
export default function FindingsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const triages = useMay("findings.triage");
  const filters = useInboxFilters();
  const { acting, keys, buttons } = useActing();
  return (
    <Page title={t.findings} lead={triages ? t.leadTriage : t.leadRead}>
      <DataList<Row>
        title={t.findings}
        source={{ key: ["get", "/api/findings"], load }}
        filters={filters}
        id={(row) => row.finding}
        name={(row) => `${say(row.title)} ${row.finding}`}
        to={(row) => `/findings/${row.finding}`}
        {...(triages ? { bulk: buttons, keys } : {})}
        empty={<Empty title={t.none}>{t.noneTodo}</Empty>}
        takeOut={(query, form) => server.GET("/api/findings/export", { params: { query: { ...askedOf(query), form, english: language === "en" } }, parseAs: "blob" })}
        columns={[
          { key: "reason", title: t.reason, cell: (row) => row.reason ?? say(row.title) },
          { key: "score", title: t.score, cell: (row) => <Score value={row.score} />, numeric: true, falls: "score", width: 140 },
          { key: "amount", title: t.amount, cell: (row) => <Yuan value={row.amount} />, numeric: true, falls: "amount", width: 130 },
          { key: "state", title: t.state, cell: (row) => <><FindingState state={row.state} /><div className="small quiet">{[row.department, row.assignee].filter(Boolean).join(" ")}</div></>, width: 110 },
          { key: "rule", title: t.ruleAndRegion, cell: (row) => <>{say(row.title)}<div className="small quiet">{row.region_name}</div></>, width: 200 },
          { key: "seen", title: t.firstSeen, cell: (row) => <span className="number">{day(row.first_seen, language)}</span>, falls: "first_seen", width: 110, extra: true },
        ]}
      />
      {acting}
      <UndoBar />
    </Page>
  );
}

async function load(query: Query & { after?: string }): Promise<Shape["Page_FindingRow_"]> {
  const { data } = await server.GET("/api/findings", { params: { query: { ...askedOf(query), limit: STRETCH } } });
  return data ?? NOTHING;
}

/** The filters of the address, as the server takes them. */
function askedOf({ state, audience, department, sort, least_score, ...query }: Query & { after?: string }) {
  return {
    ...query,
    ...(state === EVERY ? {} : { state: [...(TOGETHER[state ?? ""] ?? [(state ?? "new") as State])] }),
    ...(sort ? { sort: sort.replace("-", "") as Sort } : {}),
    ...(audience ? { audience: Number(audience) } : {}),
    ...(department ? { department: Number(department) } : {}),
    ...(least_score ? { least_score: Number(least_score) } : {}),
  };
}

/** What is done with the selected ones, or with the one the keyboard is at: keys, buttons, and the forms they open. */
function useActing(): { acting: ReactNode; keys: readonly RowKey<Row>[]; buttons: (rows: readonly Row[], done: () => void) => ReactNode } {
  const t = useWords(words);
  const [asking, setAsking] = useState<{ what: Asks; rows: readonly Row[]; done: () => void }>();
  const [failure, setFailure] = useState<Failure>();
  const { reasons } = useChoices();
  const now = (kind: "accept" | "check") => (rows: readonly Row[], done: () => void): void => {
    setFailure(undefined);
    decide({ kind, reason: "", words: "" }, rows.map((row) => row.finding)).then(done, (thrown: unknown) => { setFailure(asFailure(thrown)); });
  };
  const ask = (what: Asks) => (rows: readonly Row[], done: () => void): void => { setAsking({ what, rows, done }); };
  const keys: readonly RowKey<Row>[] = [
    { keys: "a", does: t.kinds.accept, run: now("accept") },
    { keys: "d", does: t.kinds.dismiss, run: ask("dismiss") },
    { keys: "c", does: t.kinds.check, run: now("check") },
    { keys: "s", does: t.kinds.assign, run: ask("assign") },
  ];
  const Form = asking?.what === "dismiss" ? Dismissal : Assignment;
  return {
    keys,
    buttons: (rows, done) => keys.map((key, at) => (
      <Button key={key.keys} size="small" type={at === 0 ? "primary" : "default"} disabled={key.keys === "d" && reasons.length === 0} onClick={() => { key.run(rows, done); }}>
        {key.does} <kbd className="extra" aria-hidden>{key.keys}</kbd>
      </Button>
    )),
    acting: (
      <>
        {failure && <Problems problems={failure.problems} />}
        {asking && <Form findings={asking.rows.map((row) => row.finding)} close={(done) => { if (done) asking.done(); setAsking(undefined); }} />}
      </>
    ),
  };
}
