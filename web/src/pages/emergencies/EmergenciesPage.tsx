import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { moment } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { isLost } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Card, Facts, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { Status, type Tone } from "../../ui/Status";
import { AskForm } from "./AskForm";
import { Reading } from "./Reading";
import { words } from "./words";

type Emergency = Shape["EmergencyOut"];
const LIST = ["get", "/api/emergencies"] as const;
const TONES: Record<Emergency["state"], Tone> = { asked: "note", open: "warn", refused: "plain", ended: "plain" };

/** Access beyond one's grants: asked for, allowed by another, running, ended. Administrators see everybody's. */
export default function EmergenciesPage(): ReactNode {
  const t = useWords(words);
  const user = useUser();
  const { data, error, isPending, refetch } = api.useQuery("get", "/api/emergencies");
  const [asking, setAsking] = useState(false);
  const again = (): void => { void queries.invalidateQueries({ queryKey: LIST }); };
  const lead = user.administrator === "security" ? t.leadDeciding : user.administrator === "audit" ? t.leadAuditing : t.lead;
  return (
    <Page title={t.emergencies} lead={lead} actions={user.posts.length > 0 && <Button type="primary" onClick={() => { setAsking(true); }}>{t.ask}</Button>}>
      {isLost(error, data) && <Failed error={error} retry={() => void refetch()} />}
      {isPending && <Loading />}
      {data?.length === 0 && <Empty title={t.none}>{t.noneTodo}</Empty>}
      {data?.map((one) => <One key={one.emergency} one={one} again={again} />)}
      {asking && <AskForm close={() => { setAsking(false); }} asked={() => { setAsking(false); again(); }} />}
    </Page>
  );
}

function One({ one, again }: { one: Emergency; again: () => void }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={one.tables.join(" ")} actions={<Acts one={one} again={again} />}>
      <Facts facts={[
        [t.state, <Status key="state" tone={TONES[one.state]}>{t.states[one.state]}</Status>],
        [t.reason, one.reason],
        [t.asked, `${one.asked_by} ${moment(one.asked_at, language)}`],
        [t.purpose, one.purpose],
        [t.hours, t.hoursOf(one.hours)],
        ...(one.owners.length > 0 ? [[t.owners, one.owners.join(" ")] as const] : []),
        ...(one.decided_by ? [[t.decided, one.decided_by] as const] : []),
        ...(one.ends_at ? [[t.ends, moment(one.ends_at, language)] as const] : []),
      ]}
      />
      {one.may.includes("read") && <Reading emergency={one.emergency} />}
    </Card>
  );
}

/** What one may do with it now. Each asks again before it is done. */
function Acts({ one, again }: { one: Emergency; again: () => void }): ReactNode {
  const t = useWords(words);
  const { modal } = App.useApp();
  const path = { path: { emergency: one.emergency } };
  const sure = (title: string, okText: string, danger: boolean, act: () => Promise<unknown>): void => {
    modal.confirm({ title, okText, okButtonProps: { danger }, cancelText: t.cancel, onOk: async () => { await act().finally(again); } });
  };
  const decide = (allow: boolean) => () => server.POST("/api/emergencies/{emergency}/decide", { params: path, body: { allow } });
  return (
    <>
      {one.may.includes("decide") && <Button type="primary" onClick={() => { sure(t.allowSure(one.asked_by, one.hours), t.allow, false, decide(true)); }}>{t.allow}</Button>}
      {one.may.includes("decide") && <Button onClick={() => { sure(t.refuseSure(one.asked_by), t.refuse, true, decide(false)); }}>{t.refuse}</Button>}
      {one.may.includes("end") && <Button danger onClick={() => { sure(t.endSure, t.end, true, () => server.POST("/api/emergencies/{emergency}/end", { params: path })); }}>{t.end}</Button>}
    </>
  );
}
