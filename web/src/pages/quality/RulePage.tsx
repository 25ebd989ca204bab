import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Exhibits } from "../findings/Exhibits";
import { Figures } from "../statistics/Figures";
import { MendingOrder } from "./MendingOrder";
import { share } from "./share";
import { words } from "./words";

type Rule = Shape["QualityRuleOut"];
const OF_BATCHES = new Set(["history", "timely", "readable"]);

/** One quality rule of one table: how many rows break it, why, and which they are. */
export default function RulePage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const [address] = useSearchParams();
  const [locating, setLocating] = useState(false);
  const query = { table: address.get("table") ?? "", rule: address.get("rule") ?? "" };
  const { data: quick, error, refetch } = api.useQuery("get", "/api/quality/rule", { params: { query } });
  const { data: located, isFetching } = api.useQuery("get", "/api/quality/rule", { params: { query: { ...query, lines: true } } }, { enabled: locating });
  const data = located ?? quick;
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.says)} trail={[{ to: "/quality", title: t.quality }]} lead={`${say(data.title)} · ${data.owner}`}>
      <Card title={t.score}>
        <Facts
          facts={[
            [t.table, <Link key="table" to={`/catalogue/${encodeURIComponent(data.table)}`}>{say(data.title)}</Link>],
            [t.department, data.owner],
            [t.kind, t.kinds[data.kind]],
            [t.failing, data.failing.toLocaleString("en")],
            [t.checked, data.checked.toLocaleString("en")],
            [t.share, share(data.share)],
            [t.severity, t.severities[data.severity]],
            [t.order, data.order ? <MendingOrder key="order" order={data.order} /> : t.noOrder],
          ]}
        />
      </Card>
      {data.reasons.length > 0 && (
        <Card title={t.reasons}>
          <Figures title={t.reasons} heads={[t.reason, t.todo, t.found]} rows={data.reasons.map((one, at) => ({ key: String(at), cells: [say(one.why), one.todo ? say(one.todo) : "—", one.found.toLocaleString("en")] }))} />
        </Card>
      )}
      <Card title={t.rows}>
        <Rows rule={data} />
        {data.exhibits.length > 0 && !located && <Button size="small" className="extra" loading={isFetching} onClick={() => { setLocating(true); }}>{t.locate}</Button>}
      </Card>
    </Page>
  );
}

function Rows({ rule }: { rule: Rule }): ReactNode {
  const t = useWords(words);
  if (rule.failing === 0) return <Empty title={t.allKept} />;
  if (OF_BATCHES.has(rule.kind)) return <p>{t.whole} <Link to={`/catalogue/${encodeURIComponent(rule.table)}`}>{t.toTable}</Link></p>;
  if (rule.withheld) return <Empty title={t.withheld}>{t.withheldTodo}</Empty>;
  return (
    <>
      <p className="quiet small">{t.rowsLead} {rule.purpose && t.purpose(rule.purpose)}</p>
      <Exhibits groups={rule.exhibits} />
    </>
  );
}
