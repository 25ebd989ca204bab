import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { share } from "../quality/share";
import { Policy } from "../sharing/AskFor";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

/** What each department contributes, with the formula; what nobody uses, and what several departments collect. */
export default function ContributionPage(): ReactNode {
  const t = useWords(words);
  const { data, error, refetch } = api.useQuery("get", "/api/contribution");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  if (data.departments.length === 0) return <Page title={t.contribution}><Empty title={t.none}>{t.noneTodo}</Empty></Page>;
  return (
    <Page title={t.contribution} lead={t.lead}>
      <Board board={data} />
      <Use />
    </Page>
  );
}

function Board({ board }: { board: Shape["ScoreboardOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const owes = board.departments.filter((one) => one.owing.length > 0);
  return (
    <>
      <Card title={t.board}>
        <Figures
          title={t.board}
          heads={[t.department, t.score, ...board.parts.map((one) => say(one.title)), t.tables]}
          numbers={[1, ...board.parts.map((_, at) => at + 2)]}
          rows={board.departments.map((one) => ({ key: one.name, cells: [one.name, share(one.score), ...one.shares.map((each, at) => each === null ? "—" : <Link key={at} to={leads(board.parts[at]?.part ?? "", one.name)}>{share(each)}</Link>), <Link key="tables" to={leads("shared", one.name)}>{one.tables}</Link>] }))}
        />
      </Card>
      {board.give_to_get && (
        <Card title={t.giveToGet}>
          <Policy policy={board.give_to_get} />
          {owes.length === 0
            ? <p>{t.nobodyOwes}</p>
            : <Figures title={t.giveToGet} heads={[t.department, t.owes]} rows={owes.map((one) => ({ key: one.name, cells: [one.name, one.owing.map((each) => <div key={each.zh}>{say(each)}</div>)] }))} />}
        </Card>
      )}
      <Card title={t.formula}>
        <p>{say(board.formula)}</p>
        <Facts facts={board.parts.map((one) => [say(one.title), say(one.how)] as const)} />
      </Card>
    </>
  );
}

/** Where what a share is counted from can be seen. */
function leads(part: string, department: string): string {
  if (part === "answered") return "/corrections?which=above";
  const owner = new URLSearchParams({ owner: department }).toString();
  return part === "shared" || part === "on_time" ? `/catalogue?${owner}` : `/quality?${owner}`;
}

function Use(): ReactNode {
  const { data, error, refetch } = api.useQuery("get", "/api/contribution/unused");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  return (
    <>
      <Unused found={data} />
      <Reports found={data} />
      <Twice found={data} />
    </>
  );
}

function Unused({ found }: { found: Shape["UnusedOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.unused}>
      <p className="quiet small">{t.unusedLead(day(found.since, language))} {!found.whole && t.partly}</p>
      {found.tables.length === 0
        ? <p>{t.allUsed}</p>
        : (
          <Figures
            title={t.unused}
            heads={[t.table, t.department, t.rows, t.lastUsed, t.proposed]}
            rows={found.tables.map((one) => ({ key: one.table, cells: [<Link key="table" to={`/catalogue/${encodeURIComponent(one.table)}`}>{say(one.title)}</Link>, one.owner, one.rows?.toLocaleString("en") ?? "—", one.last_used ? day(one.last_used, language) : t.never, say(one.proposed)] }))}
          />
        )}
    </Card>
  );
}

function Reports({ found }: { found: Shape["UnusedOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.reports}>
      <p className="quiet small">{t.reportsLead(day(found.since, language))}</p>
      {found.reports.length === 0
        ? <p>{t.allMade}</p>
        : (
          <Figures
            title={t.reports}
            heads={[t.report, t.matter, t.department, t.lastMade, t.proposed]}
            rows={found.reports.map((one) => ({ key: one.report, cells: [one.report, say(one.title), one.owner, one.last_made ? day(one.last_made, language) : t.never, say(one.proposed)] }))}
          />
        )}
    </Card>
  );
}

function Twice({ found }: { found: Shape["UnusedOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.twice}>
      <p className="quiet small">{t.twiceLead}</p>
      {found.twice.length === 0
        ? <p>{t.noTwice}</p>
        : (
          <Figures
            title={t.twice}
            heads={[t.element, t.columns, t.proposed]}
            rows={found.twice.map((one, at) => ({
              key: String(at),
              cells: [
                say(one.element),
                one.columns.map((each) => <div key={`${each.table} ${each.column}`}>{each.owner} · <Link to={`/catalogue/${encodeURIComponent(each.table)}/${encodeURIComponent(each.column)}`}>{say(each.title)} {each.column}</Link></div>),
                say(one.proposed),
              ],
            }))}
          />
        )}
    </Card>
  );
}
