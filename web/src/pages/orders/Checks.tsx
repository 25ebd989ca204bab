import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

/** What each run counted of the quality rule that the order is about. */
export function Checks({ number }: { number: string }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data, error, refetch } = api.useQuery("get", "/api/quality/orders/{number}", { params: { path: { number } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <Card title={t.checks}>
      <p className="quiet small">{t.checksLead}</p>
      <Figures
        title={t.checks}
        heads={[t.day, t.failing, t.checkedRows]}
        rows={data.counts.map((one, at) => ({ key: String(at), cells: [day(one.day, language), one.failing.toLocaleString("en"), one.checked.toLocaleString("en")] })).reverse()}
      />
      <p><Link to={`/quality/rule?${new URLSearchParams({ table: data.table, rule: data.rule }).toString()}`}>{t.toRule}</Link></p>
    </Card>
  );
}
