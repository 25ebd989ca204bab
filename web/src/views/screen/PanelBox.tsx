import { InfoCircleOutlined, LockOutlined } from "@ant-design/icons";
import { useMemo, useState, type ReactNode } from "react";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Bar } from "../../ui/Bar";
import { Chart } from "../../ui/chart/Chart";
import { Failed, Loading } from "../../ui/States";
import { useAnswers, type Answer, type Inquiry, type Panel } from "./answers";
import { Behind } from "./Behind";
import { optionOf, REGIONS, type Look } from "./options";
import { pickedInquiry } from "./picked";
import { called, narrowed, numberOf, numbers, rate, read, short } from "./reading";
import { words } from "./words";

interface Props {
  panel: Panel;
  look: Look;
  /** The city's regions, for maps. */
  shapes: unknown;
}

/** One panel: its title, what it asks drawn or written, and the way to the rows behind it. */
export function PanelBox({ panel, look, shapes }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { answers, error, retry } = useAnswers(panel);
  const [behind, setBehind] = useState<Inquiry | null>(null);
  const [first] = panel.asks;
  const title = panel.title ? say(panel.title) : answers?.[0] ? say(answers[0].title) : "";
  const notes = [...new Set(answers?.flatMap((answer) => answer.notes.map(say)) ?? [])];
  return (
    <section className="panel" data-kind={panel.kind} aria-label={title || t.panel}>
      {title && (
        <header>
          <h2>{title}</h2>
          {notes.length > 0 && <span className="panel-noted" title={notes.join("\n")}><InfoCircleOutlined aria-hidden /><span className="hidden">{notes.join(" ")}</span></span>}
          {first && panel.allowed && <button type="button" className="panel-behind" onClick={() => { setBehind(first); }}>{t.behind}<span className="hidden"> {title}</span></button>}
        </header>
      )}
      <div className="panel-body">
        {panel.text && <p>{say(panel.text)}</p>}
        {!panel.allowed && <div className="panel-locked"><LockOutlined aria-hidden /><p>{t.notGranted}</p><p className="quiet">{t.notGrantedTodo}</p></div>}
        {panel.allowed && error !== null && !answers && <Failed error={error} retry={retry} />}
        {panel.allowed && panel.asks.length > 0 && !answers && error === null && <Loading rows={2} />}
        {panel.allowed && answers && panel.asks.length > 0 && <Content panel={panel} answers={answers} look={look} shapes={shapes} title={title} ask={setBehind} />}
      </div>
      {behind && <Behind inquiry={behind} close={() => { setBehind(null); }} />}
    </section>
  );
}

interface ContentProps extends Props {
  answers: readonly Answer[];
  title: string;
  ask: (inquiry: Inquiry) => void;
}

function Content({ panel, answers, look, shapes, title, ask }: ContentProps): ReactNode {
  const t = useWords(words);
  const option = useMemo(() => optionOf(panel, answers, look), [panel, answers, look]);
  const regions = useMemo(() => (panel.kind === "map" && shapes ? { name: REGIONS, shapes } : undefined), [panel.kind, shapes]);
  const [first] = answers;
  if (!first) return null;
  if (first.rows.length === 0) return <p className="quiet">{t.nothing}</p>;
  if (panel.kind === "kpi") return <Kpi answer={first} />;
  if (panel.kind === "ranking") return <Ranking answer={first} ask={ask} />;
  if (panel.kind === "map" && !regions) return <Loading rows={3} />;
  const table = numbers(answers, look.say);
  if (!option) return <Table table={table} label={title} />;
  return (
    <>
      <div className="panel-drawing">
        <Chart label={title} option={option} numbers={table} pick={(picked) => { ask(pickedInquiry(panel.kind, answers, picked, look.say) ?? first.inquiry); }} {...(regions ? { regions } : {})} />
      </div>
      {panel.kind === "map" && <Unplaced answer={first} />}
    </>
  );
}

/** What a map cannot show: how many have no place. */
function Unplaced({ answer }: { answer: Answer }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { splits, value } = read(answer, say);
  const rest = numberOf(answer.rows.find((row) => row[splits[0] ?? 0] === null)?.[value]);
  return rest === null || rest === 0 ? null : <p className="panel-note number">{t.unplaced(`${short(rest, answer.decimals, language)} ${say(answer.unit)}`)}</p>;
}

/** One large number, of which days, and what it is compared with. A digit that changes turns over. */
function Kpi({ answer }: { answer: Answer }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const row = answer.rows[0] ?? [];
  const { value } = read(answer, say);
  const changes = answer.columns.flatMap((column, at) => (column.kind === "comparison" && column.name.endsWith("change") ? [{ column, cell: numberOf(row[at]) }] : []));
  const digits = Array.from(short(numberOf(row[value]), answer.decimals, language));
  return (
    <>
      <p className="kpi number"><span className="hidden">{digits.join("")}</span><span aria-hidden>{digits.map((digit, at) => <span key={`${String(digits.length - at)}${digit}`} className="kpi-digit">{digit}</span>)}</span> <span className="kpi-unit">{say(answer.unit)}</span></p>
      {changes.map(({ column, cell }) => (
        <p key={column.name} className="kpi-change number" data-tone={toneOf(answer.direction, cell)}>{say(column.title)} {cell === null ? "—" : `${cell > 0 ? "▲" : cell < 0 ? "▼" : ""} ${rate(column, Math.abs(cell), say)}`}</p>
      ))}
      <p className="kpi-days number">{!answer.since || !answer.until ? t.now : answer.since === answer.until ? answer.since : t.days(answer.since, answer.until)}</p>
    </>
  );
}

function toneOf(direction: Answer["direction"], change: number | null): string {
  if (change === null || change === 0 || direction === "neutral") return "";
  return (change > 0) === (direction === "more_is_better") ? "good" : "bad";
}

/** Groups from the most to the fewest, each with its bar; each leads to its rows. */
function Ranking({ answer, ask }: { answer: Answer; ask: (inquiry: Inquiry) => void }): ReactNode {
  const say = useSay();
  const { language } = usePreferences();
  const one = read(answer, say);
  const { value } = one;
  const at = one.splits[0] ?? 0;
  const rows = [...answer.rows].sort((one, other) => (numberOf(other[value]) ?? 0) - (numberOf(one[value]) ?? 0));
  const most = Math.max(1, ...rows.map((row) => numberOf(row[value]) ?? 0));
  return (
    <ol className="ranking">
      {rows.map((row, place) => (
        <li key={place}>
          <button type="button" onClick={() => { ask(narrowed(answer.inquiry, one, 0, called(answer, at, row[at], say))); }}>{called(answer, at, row[at], say)}</button>
          <Bar share={(numberOf(row[value]) ?? 0) / most} />
          <span className="number">{short(numberOf(row[value]), answer.decimals, language)}</span>
        </li>
      ))}
    </ol>
  );
}

function Table({ table, label }: { label: string; table: { heads: readonly string[]; rows: readonly (readonly string[])[] } }): ReactNode {
  return (
    <div className="panel-scroll" role="region" aria-label={label} tabIndex={0}>
    <table className="panel-table">
      <thead><tr>{table.heads.map((head, at) => <th key={at} scope="col">{head}</th>)}</tr></thead>
      <tbody>{table.rows.map((row, at) => <tr key={at}>{row.map((cell, place) => (place === 0 ? <th key={place} scope="row">{cell}</th> : <td key={place} className="number">{cell}</td>))}</tr>)}</tbody>
    </table>
    </div>
  );
}
