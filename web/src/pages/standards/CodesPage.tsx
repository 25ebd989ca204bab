import { Input } from "antd";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

const MOST = 300;

/** One code list: every code with its name and the days on which it is valid, and what is held to it. */
export default function CodesPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { name = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/catalogue/standards/codes/{name}", { params: { path: { name } } });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.title)} trail={[{ to: "/standards", title: t.standards }]}>
      <Card title={t.list}>
        <Facts
          facts={[
            [t.standard, data.standard],
            [t.count, data.count],
            [t.valid, data.valid],
            [t.element, data.elements.length === 0 ? "—" : data.elements.map((one) => <div key={one.name}><Link to={`/standards/elements/${encodeURIComponent(one.name)}`}>{say(one.title)}</Link></div>)],
            [t.used, data.columns.length === 0 ? "—" : data.columns.map((one) => <div key={`${one.table} ${one.column}`}><Link to={`/catalogue/${encodeURIComponent(one.table)}/${encodeURIComponent(one.column)}`}>{say(one.title)} · {one.column}</Link></div>)],
          ]}
        />
      </Card>
      <Codes codes={data.codes} />
    </Page>
  );
}

function Codes({ codes }: { codes: readonly Shape["CodeOut"][] }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const [wanted, setWanted] = useState("");
  const names = new Map(codes.map((one) => [one.code, one.name]));
  const found = codes.filter((one) => one.code.startsWith(wanted.trim()) || one.name.includes(wanted.trim()));
  const dated = codes.some((one) => one.since !== null || one.until !== null);
  return (
    <Card title={t.codes} actions={<Input.Search allowClear aria-label={t.search} placeholder={t.search} value={wanted} onChange={(event) => { setWanted(event.target.value); }} style={{ maxWidth: 260 }} />}>
      {found.length === 0
        ? <p className="quiet">{t.noneFound}</p>
        : (
          <Figures
            title={t.codes}
            heads={[t.code, t.name, t.above, ...(dated ? [t.since, t.until, t.replacedBy, t.state] : [])]}
            rows={found.slice(0, MOST).map((one) => ({
              key: one.code,
              cells: [
                <code key="code">{one.code}</code>,
                one.name,
                one.above ? `${one.above} ${names.get(one.above) ?? ""}` : "—",
                ...(dated ? [one.since ? day(one.since, language) : "—", one.until ? day(one.until, language) : "—", one.replaced_by.map((each) => `${each} ${names.get(each) ?? ""}`).join(t.comma) || "—", one.valid ? t.isValid : t.notValid] : []),
              ],
            }))}
          />
        )}
      {found.length > MOST && <p className="quiet small">{t.more(MOST, found.length)}</p>}
    </Card>
  );
}
