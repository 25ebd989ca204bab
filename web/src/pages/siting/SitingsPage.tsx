import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { share, told } from "./numbers";
import { words } from "./words";

type Row = Shape["SitingRow"];

/** 选址: every question of where things should stand, with what is covered today and by the best of its plans. */
export default function SitingsPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data, error, refetch } = api.useQuery("get", "/api/siting");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const scenarios = [...new Set(data.map((row) => row.scenario))];
  const of = (scenario: string): Row[] => data.filter((row) => row.scenario === scenario);
  return (
    <Page title={t.siting} lead={t.lead}>
      {data.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {scenarios.map((scenario) => (
        <Card key={scenario} title={say(of(scenario)[0]?.scenario_title ?? { zh: scenario, en: scenario })}>
          <Figures
            title={scenario}
            heads={[t.question, t.within, t.now, t.best, t.owner]}
            rows={of(scenario).map((row) => ({
              key: row.siting,
              cells: [
                <Link key="siting" to={`/siting/${row.scenario}/${encodeURIComponent(row.siting)}`}>{say(row.title)}</Link>,
                t.units[row.unit](told(row.within)),
                share(row.now),
                row.best_plan ? `${share(row.best)} · ${say(row.best_plan)}` : "—",
                row.owner,
              ],
            }))}
          />
        </Card>
      ))}
    </Page>
  );
}
