import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, type Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { Figures } from "../statistics/Figures";
import { Conclusion } from "./Conclusion";
import { Drawing } from "./Drawing";
import { number, share } from "./numbers";
import { words } from "./words";
import "./measures.css";

type Measure = Shape["MeasureOut"];

/** One measure: what is concluded, drawn beside what would have been, tested on places without it, as registered. */
export default function MeasurePage(): ReactNode {
  const { scenario = "", measure = "" } = useParams();
  const { data, error, refetch } = api.useQuery("get", "/api/measures/{scenario}/{measure}", { params: { path: { scenario, measure } } });
  const t = useWords(words);
  const say = useSay();
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={say(data.title)} trail={[{ to: "/measures", title: t.measures }]} lead={say(data.what)}>
      <Card title={t.conclusion}>
        {data.withdrawn && <p><Status tone="bad">{t.withdrawn}</Status></p>}
        {data.changed && <p><Status tone="warn">{t.changed}</Status></p>}
        <Conclusion measure={data} />
      </Card>
      {data.series.length > 0 && <Card title={`${t.drawn} · ${say(data.indicator)}`}><Drawing measure={data} /></Card>}
      <Placebos measure={data} />
      <Registration measure={data} />
    </Page>
  );
}

function Placebos({ measure }: { measure: Measure }): ReactNode {
  const t = useWords(words);
  const { placebos, placebo, effect } = measure;
  if (placebo === null || effect === null) return null;
  const mine = { place: t.here(measure.where.join(t.comma)), effect };
  const rows = [mine, ...placebos].sort((one, other) => Math.abs(other.effect) - Math.abs(one.effect));
  return (
    <Card title={t.placebos}>
      <p className="quiet small">{t.placebosLead(share(placebo))} {placebos.length < 19 && t.fewPlacebos(share(1 / (placebos.length + 1)))}</p>
      <Figures
        title={t.placebos}
        heads={[t.place, t.change]}
        rows={rows.map((one) => ({ key: one.place, cells: [one === mine ? <strong key="here">{one.place}</strong> : one.place, number(one.effect, true)] }))}
      />
    </Card>
  );
}

function Registration({ measure }: { measure: Measure }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const compared = measure.alone ? t.alone : measure.compared.join(t.comma) || t.allOthers(measure.others ?? 0);
  return (
    <Card title={t.registration}>
      <Facts facts={[
        [t.owner, measure.owner],
        [t.registered, day(measure.registered, language)],
        [t.witnessed, t.seen(day(measure.seen, language), measure.witnessed)],
        [t.start, day(measure.start, language)],
        [t.until, `${day(measure.until, language)} · ${t.periods(measure.periods, t.perPeriod[measure.grain])}`],
        [t.where, measure.where.join(t.comma)],
        [t.compared, compared],
        [t.indicator, say(measure.indicator)],
        ...measure.only.map((one): [string, string] => [`${t.only} · ${say(one.title)}`, one.values.join(t.comma)]),
        [t.definition, say(measure.definition)],
        [t.expected, `${number(measure.expected, true)} ${say(measure.unit)} ${t.perPeriod[measure.grain]}`],
        [t.because, say(measure.because)],
        [t.method, t.methods[measure.method as keyof typeof t.methods]],
        [t.run, measure.run ? day(measure.run, language) : "—"],
      ]}
      />
    </Card>
  );
}
