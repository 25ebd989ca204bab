import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { useMay } from "../../api/session";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Barred } from "../../ui/Bar";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

type Sums = Shape["FunnelRow"];

/** The rules of the scenarios one reads, and what has come of their findings so far. */
export default function RulesPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const counts = useMay("statistics.read");
  const choices = api.useQuery("get", "/api/findings/choices");
  const funnel = api.useQuery("get", "/api/funnel", { params: { query: { group: "rule" } } }, { enabled: counts });
  if (choices.isError) return <Failed error={choices.error} retry={() => void choices.refetch()} />;
  if (!choices.data) return <Loading rows={12} />;
  const sums = new Map(funnel.data?.rows.map((row) => [row.key, row]));
  const { scenarios, rules } = choices.data;
  return (
    <Page title={t.rules} lead={t.rulesLead}>
      {rules.length === 0 && <Empty title={t.noRules}>{t.noRulesTodo}</Empty>}
      {scenarios.map((scenario) => (
        <Card key={scenario.scenario} title={say(scenario.title)}>
          <Figures
            title={say(scenario.title)}
            heads={[t.rule, ...(counts ? [t.findings, t.judged, t.leads, t.share] : [])]}
            rows={rules.filter((rule) => rule.scenario === scenario.scenario).map((rule) => ({
              key: rule.rule,
              cells: [
                <Link key="rule" to={`/rules/${rule.scenario}/${rule.rule}`}>{say(rule.title)}</Link>,
                ...(counts ? figures(sums.get(`${rule.scenario}/${rule.rule}`), t.noneJudged) : []),
              ],
            }))}
          />
        </Card>
      ))}
    </Page>
  );
}

function figures(sums: Sums | undefined, none: string): ReactNode[] {
  if (!sums) return ["0", "0", "0", none];
  const share = sums.judged > 0 ? sums.leads / sums.judged : undefined;
  return [sums.findings, sums.judged, sums.leads, share === undefined ? none : <Barred share={share}>{Math.round(share * 100)}%</Barred>];
}
