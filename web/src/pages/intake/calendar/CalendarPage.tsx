import type { ReactNode } from "react";
import { api, type Shape } from "../../../api/client";
import { day, moment } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { isLost } from "../../../lib/problems";
import { useSay, useWords } from "../../../lib/words";
import { DataList } from "../../../ui/list/DataList";
import { Card, Page } from "../../../ui/Page";
import { Empty, Failed, Loading, Problems } from "../../../ui/States";
import { Status, type Tone } from "../../../ui/Status";
import { Figures } from "../../statistics/Figures";
import { words } from "./words";
import "./calendar.css";

type Standing = Shape["StandingOut"];
const TONES: Record<string, Tone> = { "in time": "good", soon: "warn", open: "plain", late: "bad", never: "bad", "no rhythm": "plain" };

/** When the sources one has to do with are due, what is late, and which departments send in time. */
export default function CalendarPage(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data, error, refetch, dataUpdatedAt } = api.useQuery("get", "/api/intake/calendar");
  const trail = [{ to: "/intake", title: t.intake }];
  if (isLost(error, data)) return <Page title={t.calendar} trail={trail}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!data) return <Loading rows={8} />;
  const late = data.sources.filter((one) => one.state === "late" || one.state === "never").length;
  const soon = data.sources.filter((one) => one.state === "soon").length;
  return (
    <Page title={t.calendar} trail={trail} lead={t.lead(day(data.day, language), late, soon)}>
      {data.notes.length > 0 && <Problems problems={data.notes} />}
      <Sources rows={data.sources} of={dataUpdatedAt} />
      {data.departments.length > 0 && (
        <Card title={t.who}>
          <Figures
            title={t.who}
            heads={[t.department, t.sources, t.lateNow, t.judged, t.inTime, t.share]}
            rows={data.departments.map((one) => ({
              key: one.sender,
              cells: [one.sender, one.sources, one.late, one.judged, one.in_time, one.judged > 0 ? `${String(Math.round((100 * one.in_time) / one.judged))}%` : "—"],
            }))}
          />
          <p className="small quiet">{t.how}</p>
        </Card>
      )}
    </Page>
  );
}

function Sources({ rows, of }: { rows: readonly Standing[]; of: number }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <DataList<Standing>
      title={t.list}
      source={{ key: ["get", "/api/intake/calendar", "rows", String(of)], load: () => Promise.resolve({ rows: [...rows], next: null, total: rows.length, more: false }) }}
      id={(row) => `${row.source} ${row.sender}`}
      name={(row) => `${say(row.title)} ${row.sender}`}
      to={(row) => `/intake?source=${encodeURIComponent(row.source)}`}
      columns={[
        { key: "source", title: t.source, cell: (row) => <>{say(row.title)}<div className="small quiet">{row.sender}</div></> },
        { key: "state", title: t.state, cell: (row) => <State of={row} />, width: 150 },
        { key: "due", title: t.due, cell: (row) => <><span className="number">{row.due ? day(row.due, language) : "—"}</span><div className="small quiet">{t.cadences[row.cadence as "once"]}</div></>, width: 130 },
        { key: "last", title: t.last, cell: (row) => <Last of={row} />, width: 190 },
        { key: "past", title: t.past, cell: (row) => <Past of={row} />, width: 190 },
        { key: "reminded", title: t.reminded, cell: (row) => reminded(row, t), width: 130, extra: true },
      ]}
      empty={<Empty title={t.none} />}
    />
  );
}

function reminded(row: Standing, t: { told: (n: number) => string; notTold: string }): string {
  if (row.reminded !== null) return t.told(row.reminded);
  return row.state === "late" || row.state === "never" ? t.notTold : "—";
}

function State({ of }: { of: Standing }): ReactNode {
  const t = useWords(words);
  return (
    <>
      <Status tone={TONES[of.state] ?? "plain"}>{t.states[of.state as "late"]}</Status>
      {(of.state === "late" || of.state === "never") && <div className="small">{t.lateBy(of.days)}</div>}
      {(of.state === "soon" || of.state === "open") && <div className="small">{t.left(of.days)}</div>}
      {of.waiting > 0 && <div className="small quiet">{t.waiting(of.waiting)}</div>}
    </>
  );
}

function Last({ of }: { of: Standing }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      <span className="number">{of.last ? day(of.last, language) : "—"}</span>
      {of.feed && <div className="small quiet">{of.pulled ? t.pulled(moment(of.pulled, language)) : t.notPulled}</div>}
    </>
  );
}

/** Marks that are no words. */
const PLAIN: Record<string, string> = { "in time": "✓", open: "·" };

/** The last periods, a mark each: what each was is said as well as coloured. */
function Past({ of }: { of: Standing }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  if (of.dues.length === 0) return "—";
  return (
    <>
      <ul className="dues" aria-label={t.past}>
        {of.dues.map((one) => {
          const told = t.period(one.period, day(one.due, language), t.marks[one.state as "late"], one.came ? day(one.came, language) : "");
          return <li key={one.period} data-state={one.state} title={told}><span className="hidden">{told}</span><span aria-hidden>{one.state === "late" || one.state === "missing" ? t.signs[one.state] : PLAIN[one.state]}</span></li>;
        })}
      </ul>
      {of.judged > 0 && <span className="small quiet">{t.ofWhich(of.in_time, of.judged)}</span>}
    </>
  );
}
