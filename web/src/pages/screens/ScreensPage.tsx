import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { words } from "./words";

/** Every view one may open. */
export default function ScreensPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { data, error, isError, refetch } = api.useQuery("get", "/api/views");
  return (
    <Page title={t.screens} lead={t.lead}>
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading />}
      {data?.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {data && data.length > 0 && (
        <Card>
          <ul className="plain">
            {data.map((view) => <li key={view.name}><div><Link to={`/screens/${view.name}`}>{say(view.title)}</Link></div><div className="quiet small">{view.lead && say(view.lead)} {t.panels(view.panels)}</div></li>)}
          </ul>
        </Card>
      )}
    </Page>
  );
}
