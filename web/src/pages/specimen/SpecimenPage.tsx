import { App, Button } from "antd";
import type { ReactNode } from "react";
import { useUser } from "../../api/session";
import { amount, day } from "../../lib/dates";
import { submit } from "../../lib/outbox";
import { usePreferences } from "../../lib/preferences";
import { Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { DataList } from "../../ui/list/DataList";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading, NotAllowed } from "../../ui/States";
import { Status } from "../../ui/Status";
import { fields, sample, type Matter } from "./sample";
import { words } from "./words";

const TONES = { open: "note", late: "bad", closed: "good" } as const;
const REFUSAL = new Failure(409, [{
  what: { zh: "这件工单已经办结", en: "This order is closed already" },
  where: "M0007",
  why: { zh: "另一位同事刚刚办结了它", en: "A colleague has just closed it" },
  todo: { zh: "刷新后看看现在的状态", en: "Reload and look at the present state" },
}]);

/** One of each component: for those who write pages, and for the tests of the components. */
export default function SpecimenPage(): ReactNode {
  const t = useWords(words);
  return (
    <Page title={t.title} lead={t.lead} trail={[{ to: "/", title: t.list }]} actions={<Button type="primary">{t.main}</Button>}>
      <Sample />
      <Card title={t.buttons}>
        <p>
          <Button type="primary">{t.main}</Button> <Button>{t.other}</Button> <Button danger>{t.danger}</Button>{" "}
          <Button type="primary" danger>{t.danger}</Button> <Button disabled>{t.off}</Button> <Button type="link">{t.other}</Button>
        </p>
      </Card>
      <Card title={t.statuses}>
        <p><Status>{t.open}</Status> <Status tone="note">{t.open}</Status> <Status tone="good">{t.closed}</Status> <Status tone="warn">{t.late}</Status> <Status tone="bad">{t.late}</Status></p>
      </Card>
      <Card title={t.form}><SampleForm /></Card>
      <Card title={t.states}>
        <div data-sample><Loading rows={3} /></div>
        <Empty title={t.none}>{t.noneTodo}</Empty>
        <Failed error={REFUSAL} retry={() => undefined} />
        <NotAllowed />
      </Card>
    </Page>
  );
}

function Sample(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const { message } = App.useApp();
  return (
    <DataList<Matter>
      title={t.list}
      source={{ key: ["specimen"], load: sample }}
      filters={[
        { name: "q", label: t.number, kind: "search" },
        { name: "state", label: t.state, kind: "choice", options: (["open", "late", "closed"] as const).map((state) => ({ value: state, label: t[state] })) },
      ]}
      id={(row) => row.id}
      name={(row) => row.id}
      to={(row) => `/specimen?q=${row.id}`}
      columns={[
        { key: "what", title: t.what, cell: (row) => t.row(row.number) },
        { key: "state", title: t.state, cell: (row) => <Status tone={TONES[row.state]}>{t[row.state]}</Status> },
        { key: "amount", title: t.amount, cell: (row) => amount(row.amount), numeric: true, sort: "amount" },
        { key: "date", title: t.date, cell: (row) => day(row.date, language), width: 140 },
        { key: "number", title: t.number, cell: (row) => row.id, extra: true },
      ]}
      bulk={(chosen, done) => <Button size="small" type="primary" onClick={() => { void message.success(t.closed_n(chosen.length)); done(); }}>{t.close}</Button>}
    />
  );
}

function SampleForm(): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  return (
    <div className="narrow">
      <DeclaredForm
        fields={fields}
        draftOf={{ owner: login, key: "specimen" }}
        onSend={async (values) => {
          await submit({ owner: login, method: "POST", path: "/api/specimen", body: values, title: { zh: t.form, en: t.form } });
        }}
      />
    </div>
  );
}
