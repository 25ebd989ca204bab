import { Button } from "antd";
import type { ReactNode } from "react";
import { api, queries, server } from "../../api/client";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Failed, Loading } from "../../ui/States";
import { Status } from "../../ui/Status";
import { words } from "../words";

/** Where one is signed in, and a way to end it elsewhere. */
export function Sessions(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { data: sessions, error, isError } = api.useQuery("get", "/api/sessions");
  if (isError) return <Failed error={error} />;
  if (!sessions) return <Loading rows={2} />;
  const end = async (session: string): Promise<void> => {
    await server.DELETE("/api/sessions/{session}", { params: { path: { session } } });
    await queries.invalidateQueries({ queryKey: ["get", "/api/sessions"] });
  };
  return (
    <ul className="plain">
      {sessions.map((one) => (
        <li key={one.session}>
          <span className="number">{one.began && moment(new Date(one.began), language)}</span> {one.address} <span className="quiet small">{one.agent}</span>{" "}
          {one.present ? <Status tone="good">{t.thisDevice}</Status> : <Button size="small" onClick={() => void end(one.session)}>{t.endSession}</Button>}
        </li>
      ))}
    </ul>
  );
}
