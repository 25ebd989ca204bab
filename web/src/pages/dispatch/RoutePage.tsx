import type { ReactNode } from "react";
import { api } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Stops } from "./Stops";
import { words } from "./words";
import "./dispatch.css";

/** The stops of whoever goes, today, in order: made to be read in the hand. */
export default function RoutePage(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data, error, refetch } = api.useQuery("get", "/api/dispatch/route");
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { person } = data;
  return (
    <Page title={t.route} lead={person && t.routeLead(person.name, moment(data.made_at ?? "", language))}>
      {!person || person.stops.length === 0
        ? <Empty title={t.noRoute}>{t.noRouteTodo}</Empty>
        : <Card title={t.stops(person.stops.length, person.on_the_way)}><Stops stops={person.stops} rest={person.rest} today /></Card>}
    </Page>
  );
}
