import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { graded } from "../../lib/grades";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { share } from "../quality/share";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

/** One data element: what it asks, what is never valid, and the columns under it. */
export default function ElementPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { name = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/catalogue/standards/elements/{name}", { params: { path: { name } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.title)} trail={[{ to: "/standards", title: t.standards }]} lead={data.standard}>
      <Card title={t.asks}>
        <Facts
          facts={[
            [t.origin, data.based_on ? `${t.ours} · ${t.narrows(say(data.based_on))}` : t.builtIn],
            [t.type, data.type],
            [t.grade, say(graded(data.grade))],
            ...(data.unit ? [[t.unit, data.unit] as const] : []),
            ...data.narrowed.map((one) => [t.asks, say(one)] as const),
            ...(data.code_list ? [[t.list, <Link key="list" to={`/standards/codes/${encodeURIComponent(data.code_list)}`}>{data.code_list}</Link>] as const] : []),
            [t.headers, data.headers.join(t.comma)],
          ]}
        />
      </Card>
      {data.refused.length > 0 && (
        <Card title={t.refused}>
          <Figures title={t.refused} heads={[t.why, t.todo]} rows={data.refused.map((one) => ({ key: one.why.zh, cells: [say(one.why), say(one.todo)] }))} />
        </Card>
      )}
      <Stands element={data} />
    </Page>
  );
}

function Stands({ element }: { element: Shape["ElementOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.stands}>
      {element.stands.length === 0
        ? <p className="quiet">{t.nowhere}</p>
        : (
          <Figures
            title={t.stands}
            heads={[t.table, t.column, t.department, t.checked, t.failing, t.share]}
            rows={element.stands.map((one) => ({
              key: `${one.table} ${one.column}`,
              cells: [
                <Link key="table" to={`/catalogue/${encodeURIComponent(one.table)}`}>{say(one.title)}</Link>,
                <Link key="column" to={`/catalogue/${encodeURIComponent(one.table)}/${encodeURIComponent(one.column)}`}>{one.column}</Link>,
                one.owner,
                one.checked.toLocaleString("en"),
                one.failing === 0 ? "0" : <Link key="failing" to={`/quality?${new URLSearchParams({ table: one.table }).toString()}`}>{one.failing.toLocaleString("en")}</Link>,
                share(one.share),
              ],
            }))}
          />
        )}
    </Card>
  );
}
