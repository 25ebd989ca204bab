import { Button } from "antd";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Exhibits } from "./Exhibits";
import { FindingState } from "./FindingState";
import { words } from "./words";
import "./FindingPage.css";
import "./SheetPage.css";

type Sheet = Shape["SheetOut"];

/** What the person a finding concerns is given to read, on paper: masked by the server, printed as it is shown. */
export default function SheetPage(): ReactNode {
  const finding = useParams().finding ?? "";
  const { data, error, refetch } = api.useQuery("get", "/api/findings/{finding}/sheet", { params: { path: { finding } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return <Shown sheet={data} />;
}

function Shown({ sheet }: { sheet: Sheet }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Page
      title={t.sheetTitle}
      lead={t.sheetLead}
      trail={[{ to: "/findings", title: t.findings }, { to: `/findings/${sheet.finding}`, title: sheet.finding }]}
      actions={<Button type="primary" onClick={() => { print(); }}>{t.print}</Button>}
    >
      <article className="sheet card">
        <h2>{say(sheet.title)}</h2>
        <Facts facts={[
          [t.finding, <span key="finding" className="number">{sheet.finding}</span>],
          [t.stateNow, <FindingState key="state" state={sheet.state} />],
          ...(sheet.decision?.conclusion ? [[t.conclusion, [sheet.decision.conclusion, sheet.decision.reason && say(sheet.decision.reason)].filter(Boolean).join(" · ")] as const] : []),
          [t.owner, sheet.owner],
        ]}
        />
        <h3>{t.sheetWhat}</h3>
        <p>{say(sheet.question)}</p>
        <h3>{t.sheetSaid}</h3>
        <p>{sheet.reason || say(sheet.title)}</p>
        <h3>{t.clause}</h3>
        <p>{sheet.clause}</p>
        {sheet.signals.length > 0 && (
          <>
            <h3>{t.sheetWhy}</h3>
            <ul>{sheet.signals.map((one, at) => <li key={at}>{one.because}{one.speaks_for === null ? "" : ` (${one.speaks_for ? t.speaksFor : t.speaksAgainst})`}</li>)}</ul>
          </>
        )}
        <h3>{t.sheetRows}</h3>
        <Exhibits groups={sheet.exhibits} whole />
        <h3>{t.basis}</h3>
        <p>{sheet.basis}</p>
        <p className="sheet-recourse">{t.recourse}</p>
        <p className="quiet small">{t.printedBy(sheet.printed_by, moment(sheet.printed_at, language))}</p>
      </article>
    </Page>
  );
}
