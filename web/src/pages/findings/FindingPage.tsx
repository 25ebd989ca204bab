import { Button } from "antd";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { day } from "../../lib/dates";
import { useShortcuts } from "../../lib/keys";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Acts } from "./Acts";
import { Dossier } from "./Dossier";
import { Evidence } from "./Evidence";
import { FindingState } from "./FindingState";
import { History } from "./History";
import { useNeighbours } from "./neighbours";
import { Score, Yuan } from "./Score";
import { UndoBar } from "./UndoBar";
import { Voices } from "./Voices";
import { words } from "./words";
import "./FindingPage.css";

type Finding = Shape["FindingOut"];

/** One finding: what it says and on what grounds, what was decided, and what can be done. */
export default function FindingPage(): ReactNode {
  const finding = useParams().finding ?? "";
  const { data, error, refetch } = api.useQuery("get", "/api/findings/{finding}", { params: { path: { finding } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return <Shown key={data.finding} finding={data} />;
}

function Shown({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Page
      title={say(finding.title)}
      trail={[{ to: "/findings", title: t.findings }]}
      lead={<><span className="number">{finding.finding}</span> <FindingState state={finding.state} /> {finding.gone && <Status tone="warn">{t.gone}</Status>}</>}
      actions={<><Walk finding={finding.finding} /><Link to={`/findings/${finding.finding}/sheet`} className="button-link">{t.sheet}</Link><ToProfile finding={finding} /></>}
    >
      <div className="split">
        <div>
          <Said finding={finding} />
          <Evidence finding={finding.finding} />
          <Voices finding={finding} />
        </div>
        <div><History finding={finding} />{!finding.gone && <Dossier finding={finding.finding} />}</div>
      </div>
      <UndoBar />
    </Page>
  );
}

/** The page of whom the finding is about, for whoever may open it. */
function ToProfile({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const { permissions } = useUser();
  if (!finding.subject || !["person", "company"].includes(finding.subject_kind) || !permissions.includes("profiles.read")) return null;
  return <Link to={`/profiles/${finding.subject_kind}/${finding.subject}?purpose=${encodeURIComponent(finding.purpose)}`} className="button-link">{t.profile}</Link>;
}

/** The sentence, what it is worth, the law, and the buttons. */
function Said({ finding }: { finding: Finding }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card>
      <p className="finding-reason">{finding.reason ?? say(finding.title)}</p>
      <Facts facts={[
        [t.score, <Score key="score" value={finding.score} />],
        [t.amount, <Yuan key="amount" value={finding.amount} />],
        [t.region, finding.region_name ?? "—"],
        [t.whose, [finding.department, finding.assignee].filter(Boolean).join(" ") || t.nobody],
        [t.scenario, say(finding.scenario_title)],
        [t.rule, <Link key="rule" to={`/rules/${finding.scenario}/${finding.rule}`}>{say(finding.title)}</Link>],
        [t.firstSeen, <span key="seen" className="number">{day(finding.first_seen, language)}</span>],
        ...(finding.conclusion ? [[t.conclusion, finding.conclusion] as const] : []),
        ...(finding.recovered ? [[t.recovered, <Yuan key="recovered" value={finding.recovered} />] as const] : []),
        ...(finding.merged_into ? [[t.mergedInto, <Link key="into" to={`/findings/${finding.merged_into}`}>{finding.merged_into}</Link>] as const] : []),
      ]}
      />
      {finding.clause && <p className="finding-clause"><span className="quiet small">{t.clause}</span><br />{finding.clause}</p>}
      <Acts finding={finding} />
    </Card>
  );
}

/** To the next one of the list one came from, without going back to it. */
function Walk({ finding }: { finding: string }): ReactNode {
  const t = useWords(words);
  const navigate = useNavigate();
  const { previous, next } = useNeighbours(finding);
  const go = (to: string | undefined) => (): void => { if (to) void navigate(`/findings/${to}`); };
  useShortcuts(t.finding, [
    { keys: "j", does: t.nextOne, run: go(next) },
    { keys: "k", does: t.previousOne, run: go(previous) },
  ]);
  if (!previous && !next) return null;
  return (
    <>
      <Button disabled={!previous} onClick={go(previous)}>{t.previousOne}</Button>
      <Button disabled={!next} onClick={go(next)}>{t.nextOne}</Button>
    </>
  );
}
