import { Button, Select } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { day, moment } from "../../lib/dates";
import { graded } from "../../lib/grades";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Exhibits } from "../findings/Exhibits";
import { Figures } from "../statistics/Figures";
import { AskFor } from "../sharing/AskFor";
import { At } from "./At";
import { NotMade } from "./NotMade";
import { SigningCard } from "./signing/SigningCard";
import { share } from "./share";
import { words } from "./words";

type Table = Shape["TableOut"];
type Place = Shape["PlaceOut"];

/** One table: what is told of it, its columns, where it comes from and goes to, and what one may see. */
export default function TablePage(): ReactNode {
  const { table = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/catalogue/tables/{table}", { params: { path: { table } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return <Shown table={data} again={() => void refetch()} />;
}

function Shown({ table, again }: { table: Table; again: () => void }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Page title={say(table.title)} trail={[{ to: "/catalogue", title: t.catalogue }]} lead={<code>{table.table}</code>}>
      <NotMade table={table.table} />
      <About table={table} />
      {table.signing && <SigningCard table={table.table} signing={table.signing} again={again} />}
      <AskFor table={table.table} />
      <Columns table={table} />
      <Card title={t.lineage}>
        <Places title={t.madeFrom} places={table.made_from} />
        <Places title={t.usedBy} places={table.used_by} />
      </Card>
      <Card title={t.needs}>
        {table.needed_for.length === 0
          ? <p className="quiet">{t.noNeeds}</p>
          : <Figures title={t.needs} heads={[t.matter, t.by, t.purpose, t.basis]} rows={table.needed_for.map((one) => ({ key: one.scenario, cells: [say(one.title), one.owner, one.purpose, one.basis] }))} />}
      </Card>
      <Mine table={table} />
      {table.source !== null && table.mine.length > 0 && <Sample table={table.table} />}
      <Came table={table} />
      <Changes table={table} />
    </Page>
  );
}

function About({ table }: { table: Table }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const facts: (readonly [string, ReactNode])[] = [
    [t.owner, table.owner],
    [t.kind, say(table.kind)],
    [t.rows, table.rows?.toLocaleString("en") ?? "—"],
    [t.grade, say(graded(table.grade))],
    ...(table.cadence ? [[t.cadence, t.cadences[table.cadence as "once"]] as const] : []),
    ...(table.arrived ? [[t.arrived, day(table.arrived, language)] as const] : []),
    [t.score, share(table.score)],
    [t.lastUsed, table.use ? `${moment(table.use.last, language)} · ${t.used(table.use.reads, table.use.readers)}` : t.never],
    [t.sharing, say(table.sharing) + (table.proposed && table.proposed_why ? ` · ${t.proposed(say(table.proposed), say(table.proposed_why))}` : "")],
    ...(table.sharing_condition ? [[t.condition, table.sharing_condition] as const] : []),
    ...(table.sharing_basis ? [[t.sharingBasis, table.sharing_basis] as const] : []),
    [t.opening, [say(table.opening), table.opening_basis].filter(Boolean).join(" · ")],
    ...(table.basis ? [[t.basis, table.basis] as const] : []),
    ...(table.licence ? [[t.licence, table.licence] as const] : []),
  ];
  return <Card title={t.about}><Facts facts={facts} /></Card>;
}

function Columns({ table }: { table: Table }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const mine = table.mine[0]?.levels;
  return (
    <Card title={t.columns}>
      <Figures
        title={t.columns}
        heads={[t.name, t.element, t.type, t.grade, t.filled, t.valid, t.origin, ...(mine ? [t.seen] : [])]}
        rows={table.columns.map((column) => ({
          key: column.name,
          cells: [
            <Link key="name" id={column.name} to={`/catalogue/${encodeURIComponent(table.table)}/${encodeURIComponent(column.name)}`}>{column.name}</Link>,
            say(column.label),
            column.type,
            column.lowered ? <span key="grade" title={column.lowered}>{say(graded(column.grade))}*</span> : say(graded(column.grade)),
            share(column.filled),
            share(column.valid),
            column.made_from.length === 0 ? "—" : column.made_from.map((one, at) => <div key={at}><At place={one} text={one.column ? `${one.table}.${one.column}` : say(one.title)} /></div>),
            ...(mine ? [t.levels[mine[column.name] as "none"]] : []),
          ],
        }))}
      />
    </Card>
  );
}

function Places({ title, places }: { title: string; places: readonly Place[] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  if (places.length === 0) return <p><span className="small quiet">{title}</span> {t.nothing}</p>;
  return <><h3>{title}</h3><ul className="plain facts">{places.map((one, at) => <li key={at}><At place={one} text={say(one.title)} /> <span className="small quiet">{t.places[one.kind]} {one.owner}</span></li>)}</ul></>;
}

function Mine({ table }: { table: Table }): ReactNode {
  const t = useWords(words);
  return (
    <Card title={t.mine}>
      {table.mine.length === 0
        ? <p className="quiet">{t.noMine}</p>
        : <ul className="plain">{table.mine.map((one) => <li key={one.purpose}><strong>{one.purpose}</strong> {one.statistics_of ? t.statistics(one.statistics_of) : one.some_rows ? t.someRows : t.allRows} <span className="small quiet">{one.basis}</span></li>)}</ul>}
    </Card>
  );
}

/** The first rows, asked for when somebody wants them: every reading is recorded with its purpose. */
function Sample({ table }: { table: string }): ReactNode {
  const t = useWords(words);
  const [purpose, setPurpose] = useState<string>();
  const { data, error, isFetching, refetch } = api.useQuery("get", "/api/catalogue/tables/{table}/rows", { params: { path: { table }, query: { purpose: purpose ?? "" } } }, { enabled: purpose !== undefined });
  if (purpose === undefined) return <Card title={t.sample}><p className="quiet small">{t.sampleLead}</p><Button onClick={() => { setPurpose(""); }}>{t.showSample}</Button></Card>;
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <Card title={t.sample}>
      {!data && isFetching && <Loading rows={4} />}
      {data && data.purposes.length > 1 && <Select aria-label={t.purpose} value={data.purpose ?? ""} options={data.purposes.map((name) => ({ value: name, label: name }))} onChange={setPurpose} />}
      {data && <p className="quiet small">{data.purpose ? t.sampleFor(data.purpose) : t.noMine}</p>}
      {data && data.exhibits.length > 0 && <Exhibits groups={data.exhibits} />}
    </Card>
  );
}

function Came({ table }: { table: Table }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  if (table.source === null) return null;
  return (
    <>
      <Card title={t.problems}>
        {table.problems.length === 0
          ? <p className="quiet">{t.noProblems}</p>
          : <Figures title={t.problems} heads={[t.why, t.columns, t.found, t.batches]} rows={table.problems.map((one) => ({ key: `${one.column} ${one.why.zh}`, cells: [<>{say(one.why)}{one.todo && <div className="small quiet">{say(one.todo)}</div>}</>, one.column, one.found, one.batches] }))} />}
      </Card>
      <Card title={t.deviations}>
        {table.deviations.length === 0
          ? <p className="quiet">{t.noDeviations}</p>
          : <Figures title={t.deviations} heads={[t.why, t.columns, t.batch, t.value, t.expected]} rows={table.deviations.map((one, at) => ({ key: String(at), cells: [say(one.what), one.column ?? "—", <code key="batch">{one.batch.slice(0, 8)}</code>, one.value, one.like ? <code key="like">{one.like.slice(0, 8)}</code> : t.between(one.low ?? "0", one.high ?? "—")] }))} />}
      </Card>
      <Card title={t.batches}>
        <Figures
          title={t.batches}
          heads={[t.file, t.arrived, t.landed, t.quarantined, t.aside]}
          rows={table.batches.map((one) => ({ key: one.batch, cells: [<>{one.file ?? <span className="quiet">{t.fileHidden}</span>} <code className="small quiet">{one.batch.slice(0, 8)}</code></>, day(one.arrived, language), one.landed.toLocaleString("en"), one.quarantined, one.set_aside] }))}
        />
      </Card>
    </>
  );
}

function Changes({ table }: { table: Table }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  if (table.changes.length === 0) return null;
  return (
    <Card title={t.changes}>
      <Figures
        title={t.changes}
        heads={[t.day, t.columns, t.change, t.before, t.now]}
        rows={table.changes.map((one, at) => ({ key: String(at), cells: [day(one.as_of, language), one.column ?? "—", t.whats[one.what as "added"], one.before ?? "—", one.now ?? "—"] }))}
      />
    </Card>
  );
}
