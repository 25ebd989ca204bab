import { App, Button } from "antd";
import type { ReactNode } from "react";
import { useUser } from "../../api/session";
import { moment } from "../../lib/dates";
import type { Waiting } from "../../lib/kept";
import { discard, flush, useWaiting } from "../../lib/outbox";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Empty, Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { words } from "../words";
import "./WaitingPage.css";

/** What this device holds and the server does not have yet. */
export default function WaitingPage(): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const mine = useWaiting().filter((one) => one.owner === login);
  return (
    <Page
      title={t.waiting}
      lead={t.waitingLead}
      actions={mine.some((one) => !one.refused) && <Button type="primary" onClick={() => void flush(login)}>{t.now}</Button>}
    >
      {mine.length === 0
        ? <Card><Empty title={t.nothingWaits}>{t.nothingWaitsTodo}</Empty></Card>
        : <ul className="waiting">{mine.map((one) => <li key={one.id}><One one={one} /></li>)}</ul>}
    </Page>
  );
}

function One({ one }: { one: Waiting }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const { modal } = App.useApp();
  const drop = (): void => {
    modal.confirm({ title: t.discardAsk, okText: t.discard, okButtonProps: { danger: true }, cancelText: t.cancel, onOk: () => discard(one.id) });
  };
  return (
    <Card>
      <div className="waiting-head">
        <div>
          <strong>{say(one.title)}</strong>
          <div className="quiet small number">{t.made} {moment(new Date(one.made), language)}</div>
        </div>
        <Status tone={one.refused ? "bad" : "warn"}>{one.refused ? t.refused : t.waits}</Status>
        <Button onClick={drop}>{t.discard}</Button>
      </div>
      {one.refused && <Problems problems={one.refused} />}
    </Card>
  );
}
