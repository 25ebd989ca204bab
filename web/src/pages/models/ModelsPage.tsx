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
import { Standing, Watching } from "./Standing";
import { words } from "./words";

type Model = Shape["ModelRow"];

/** Every registered model: whose it is, until when it may be used, whether its figures stay within their limits. */
export default function ModelsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { data, error, refetch } = api.useQuery("get", "/api/models");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  const scenarios = [...new Set(data.map((model) => model.scenario))];
  const of = (scenario: string): Model[] => data.filter((model) => model.scenario === scenario);
  return (
    <Page title={t.models} lead={t.lead}>
      {data.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {scenarios.map((scenario) => (
        <Card key={scenario} title={say(of(scenario)[0]?.scenario_title ?? { zh: scenario, en: scenario })}>
          <Figures
            title={scenario}
            heads={[t.model, t.owner, t.state, t.retires, t.rulesOn, t.watching]}
            rows={of(scenario).map((model) => ({
              key: model.model,
              cells: [
                <Link key="model" to={`/models/${model.scenario}/${encodeURIComponent(model.model)}`}>{say(model.title)}</Link>,
                model.owner,
                <Standing key="state" state={model.state} />,
                day(model.retires, language),
                model.rules_on,
                <Watching key="watching" model={model} />,
              ],
            }))}
          />
        </Card>
      ))}
    </Page>
  );
}
