import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { Standing } from "./Conclusion";
import { number } from "./numbers";
import { words } from "./words";

type Measure = Shape["MeasureRow"];

/** Every registered measure: what was expected of it, and what came. */
export default function MeasuresPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data, error, refetch } = api.useQuery("get", "/api/measures");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  const scenarios = [...new Set(data.map((measure) => measure.scenario))];
  const of = (scenario: string): Measure[] => data.filter((measure) => measure.scenario === scenario);
  return (
    <Page title={t.measures} lead={t.lead}>
      {data.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {scenarios.map((scenario) => (
        <Card key={scenario} title={say(of(scenario)[0]?.scenario_title ?? { zh: scenario, en: scenario })}>
          <Figures
            title={scenario}
            heads={[t.measure, t.state, t.expected, t.effect, t.start, t.until, t.indicator, t.owner]}
            rows={of(scenario).map((measure) => ({
              key: measure.measure,
              cells: [
                <Link key="measure" to={`/measures/${measure.scenario}/${encodeURIComponent(measure.measure)}`}>{say(measure.title)}</Link>,
                <Standing key="state" state={measure.state} />,
                `${number(measure.expected, true)} ${say(measure.unit)} ${t.perPeriod[measure.grain]}`,
                measure.effect !== null ? t.interval(number(measure.effect, true), number(measure.lower, true), number(measure.upper, true)) : "—",
                day(measure.start, language),
                measure.state === "running" ? t.soFar(measure.after ?? 0, measure.periods) : day(measure.until, language),
                say(measure.indicator),
                measure.owner,
              ],
            }))}
          />
        </Card>
      ))}
    </Page>
  );
}
