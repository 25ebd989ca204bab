import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { words } from "./words";

/** For whose sake the page of a person is open, and what that person may ask for. */
export function Rights({ of }: { of: Shape["Profile"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const open = of.findings.filter((one) => of.ground.includes(one.finding));
  return (
    <Card title={t.rights}>
      <p className="quiet small">{t.rightsLead}</p>
      <ul className="plain">
        {open.map((one) => (
          <li key={one.finding}>
            <Link to={`/findings/${one.finding}`}>{say(one.title)}</Link> · <Link to={`/findings/${one.finding}/sheet`}>{t.sheet}</Link>
            <div className="quiet small">
              {one.contests.length === 0 ? t.contestNone : one.contests.map((each) => `${day(each.heard, language)} ${t.contest(each.upheld)}`).join("; ")}
            </div>
          </li>
        ))}
      </ul>
      <dl className="rights">
        {t.mayAsk.map(([right, how]) => <div key={right}><dt>{right}</dt><dd>{how}</dd></div>)}
      </dl>
    </Card>
  );
}
