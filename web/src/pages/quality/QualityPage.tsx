import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, server, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Barred } from "../../ui/Bar";
import { DataList } from "../../ui/list/DataList";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { OrderState } from "../orders/OrderState";
import { Figures } from "../statistics/Figures";
import { share } from "./share";
import { words } from "./words";

type Quality = Shape["DataQualityOut"];
type Row = Shape["BrokenRow"];
const NOTHING = { rows: [], next: null, total: 0, more: false };
/** Problems at a time: the first ones are the ones to mend first. */
const SHOWN = 12;

/** How good the city's data are, whose work it is, and the rows it rests on. */
export default function QualityPage(): ReactNode {
  const t = useWords(words);
  const { data, error, refetch } = api.useQuery("get", "/api/quality");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  const owners = data.departments.filter((one) => one.failing > 0).length;
  const whole = share(data.city.score);
  if (data.city.score === null) return <Page title={t.quality}><Empty title={t.none}>{t.noneTodo}</Empty></Page>;
  return (
    <Page title={t.quality} lead={data.problems > 0 ? t.lead(whole, data.problems, owners) : t.fine(whole)}>
      <Dimensions quality={data} />
      <Problems quality={data} />
      <Scores quality={data} />
      <Trend quality={data} />
      <Card title={t.formula}><Formula quality={data} /></Card>
    </Page>
  );
}

function Formula({ quality }: { quality: Quality }): ReactNode {
  const say = useSay();
  return <p>{say(quality.formula)}</p>;
}

function Dimensions({ quality }: { quality: Quality }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.dimensions}>
      <Figures
        title={t.dimensions}
        heads={[t.dimension, t.score]}
        rows={quality.dimensions.map((one, at) => {
          const score = quality.city.dimensions[at]?.score ?? null;
          return { key: one.dimension, cells: [<Link key="dimension" to={`/quality?dimension=${one.dimension}`}>{say(one.title)}</Link>, <Barred key="score" share={score ?? 0} tone="good">{share(score)}</Barred>] };
        })}
        total={[t.city, share(quality.city.score)]}
      />
    </Card>
  );
}

function Problems({ quality }: { quality: Quality }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const titles = new Map(quality.dimensions.map((one) => [one.dimension, say(one.title)]));
  return (
    <Card title={t.problems}>
      <DataList<Row>
        title={t.problems}
        source={{ key: ["get", "/api/quality/problems"], load: async ({ after, ...query }) => (await server.GET("/api/quality/problems", { params: { query: { ...query, limit: SHOWN, ...(after ? { after: Number(after) } : {}) } } })).data ?? NOTHING }}
        filters={[
          { name: "owner", label: t.department, kind: "choice", options: quality.departments.map((one) => ({ value: one.name, label: one.name })) },
          { name: "dimension", label: t.dimension, kind: "choice", options: quality.dimensions.map((one) => ({ value: one.dimension, label: say(one.title) })) },
        ]}
        id={(row) => `${row.table} ${row.rule}`}
        name={(row) => `${say(row.title)} ${say(row.says)}`}
        to={to}
        empty={<Empty title={t.allKept}>{t.allKeptTodo}</Empty>}
        columns={[
          { key: "rule", title: t.rule, cell: (row) => <>{say(row.says)}<div className="small quiet">{say(row.title)}</div></> },
          { key: "owner", title: t.department, cell: (row) => row.owner, width: 130 },
          { key: "dimension", title: t.dimension, cell: (row) => titles.get(row.dimension), width: 100, extra: true },
          { key: "failing", title: t.failing, cell: (row) => row.failing.toLocaleString("en"), numeric: true, width: 110 },
          { key: "checked", title: t.checked, cell: (row) => row.checked.toLocaleString("en"), numeric: true, width: 120, extra: true },
          { key: "order", title: t.order, cell: (row) => row.order ? <OrderState state={row.order.overdue ? "overdue" : row.order.state} /> : "—", width: 100 },
          { key: "share", title: t.share, cell: (row) => share(row.share), numeric: true, width: 100 },
        ]}
      />
    </Card>
  );
}

function Scores({ quality }: { quality: Quality }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const heads = [t.score, ...quality.dimensions.map((one) => say(one.title)), t.failing];
  const cells = (one: Shape["Scored"]): ReactNode[] => [share(one.score), ...one.dimensions.map((each) => share(each.score)), one.failing.toLocaleString("en")];
  return (
    <>
      <Card title={t.departments}>
        <Figures title={t.departments} heads={[t.department, ...heads]} rows={quality.departments.map((one) => ({ key: one.name, cells: [<Link key="name" to={`/quality?${new URLSearchParams({ owner: one.name }).toString()}`}>{one.name}</Link>, ...cells(one)] }))} />
      </Card>
      <Card title={t.tables}>
        <Figures
          title={t.tables}
          heads={[t.table, t.department, ...heads]}
          rows={quality.tables.filter((one) => one.failing > 0).map((one) => ({ key: one.table, cells: [<Link key="table" to={`/catalogue/${encodeURIComponent(one.table)}`}>{say(one.title)}</Link>, one.owner, ...cells(one)] }))}
        />
      </Card>
    </>
  );
}

/** What earlier runs measured: their rows are no more. */
function Trend({ quality }: { quality: Quality }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  return (
    <Card title={t.trend}>
      <p className="quiet small">{t.trendLead}</p>
      <div data-past>
      <Figures
        title={t.trend}
        heads={[t.seen, t.score, ...quality.dimensions.map((one) => say(one.title)), t.failing]}
        rows={quality.trend.map((one, at) => ({ key: String(at), cells: [day(one.as_of, language), share(one.score), ...one.dimensions.map((each) => share(each.score)), one.failing.toLocaleString("en")] })).reverse()}
      />
      </div>
    </Card>
  );
}

function to(row: Row): string {
  return `/quality/rule?${new URLSearchParams({ table: row.table, rule: row.rule }).toString()}`;
}
