import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api } from "../../api/client";
import { graded } from "../../lib/grades";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { At } from "./At";
import { words } from "./words";

/** One column both ways: back to departments' files, and on to everything a change of it would reach. */
export default function ColumnPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { table = "", column = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/catalogue/tables/{table}/columns/{column}", { params: { path: { table, column } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page
      title={data.column}
      trail={[{ to: "/catalogue", title: t.catalogue }, { to: `/catalogue/${encodeURIComponent(data.table)}`, title: say(data.title) }]}
      lead={t.reachLead}
    >
      <Card title={t.about}>
        <Facts facts={[[t.element, say(data.label)], [t.grade, say(graded(data.grade))], [t.owners, data.owners.join(t.comma) || t.nothing]]} />
      </Card>
      <Card title={t.madeFrom}>
        {data.made_from.length === 0
          ? <p className="quiet">{t.nothing}</p>
          : <ul className="plain">{data.made_from.map((one, at) => <li key={at}><At place={one} text={`${say(one.title)}${one.column && ` · ${one.column}`}`} /> <span className="small quiet">{t.places[one.kind]} {one.owner}</span></li>)}</ul>}
      </Card>
      <Card title={t.reaches}>
        {data.tables.length === 0 && data.rules.length === 0 && <p className="quiet">{t.reachesNone}</p>}
        {data.tables.length > 0 && (
          <Figures
            title={t.reaches}
            heads={[t.name, t.owner, t.values]}
            rows={data.tables.map((one) => ({ key: one.table, cells: [<At key="at" place={{ table: one.table, kind: "table" }} text={say(one.title)} />, one.owner, [...one.columns, ...(one.rows ? [t.whichRows] : [])].join(t.comma)] }))}
          />
        )}
        {data.hidden > 0 && <p className="quiet">{t.hiddenTables(data.hidden)}</p>}
      </Card>
      {data.rules.length > 0 && (
        <Card title={t.rules}>
          <ul className="plain">{data.rules.map((one) => <li key={`${one.scenario}/${one.rule}`}><Link to={`/rules/${one.scenario}/${one.rule}`}>{say(one.title)}</Link> <span className="small quiet">{one.owner}</span></li>)}</ul>
        </Card>
      )}
    </Page>
  );
}
