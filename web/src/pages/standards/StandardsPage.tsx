import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, type Shape } from "../../api/client";
import { graded } from "../../lib/grades";
import { isLost } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Failed, Loading } from "../../ui/States";
import { share } from "../quality/share";
import { Figures } from "../statistics/Figures";
import { words } from "./words";

/** The library of standards: data elements with how well columns keep to them, and code lists. */
export default function StandardsPage(): ReactNode {
  const t = useWords(words);
  const { data, error, refetch } = api.useQuery("get", "/api/catalogue/standards");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  return (
    <Page title={t.standards} lead={t.lead}>
      <Elements elements={data.elements} />
      <Lists lists={data.lists} />
    </Page>
  );
}

function Elements({ elements }: { elements: readonly Shape["ElementRow"][] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.elements}>
      <Figures
        title={t.elements}
        heads={[t.element, t.origin, t.standard, t.grade, t.tables, t.columns, t.share]}
        rows={elements.map((one) => ({
          key: one.name,
          cells: [
            <Link key="name" to={`/standards/elements/${encodeURIComponent(one.name)}`}>{say(one.title)}</Link>,
            one.based_on ? <>{t.ours}<div className="small quiet">{t.narrows(say(one.based_on))}</div></> : t.builtIn,
            one.standard,
            say(graded(one.grade)),
            one.tables,
            one.columns,
            share(one.share),
          ],
        }))}
      />
    </Card>
  );
}

function Lists({ lists }: { lists: readonly Shape["CodeListRow"][] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <Card title={t.lists}>
      <Figures
        title={t.lists}
        heads={[t.list, t.standard, t.count, t.valid, t.used]}
        rows={lists.map((one) => ({ key: one.name, cells: [<Link key="name" to={`/standards/codes/${encodeURIComponent(one.name)}`}>{say(one.title)}</Link>, one.standard, one.count, one.valid, one.used] }))}
      />
    </Card>
  );
}
