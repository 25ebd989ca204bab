import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, server, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { useSay, useWords } from "../../lib/words";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import { textOf } from "../../ui/form/fields";
import { Card } from "../../ui/Page";
import { InTheWay } from "./Asked";
import { labels, words } from "./words";

/** Asking for another department's table, on its page; nothing where there is nothing to ask for. */
export function AskFor({ table }: { table: string }): ReactNode {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const { data } = api.useQuery("get", "/api/sharing/tables/{table}", { params: { path: { table } } });
  if (!data) return null;
  return (
    <Card title={t.ask}>
      <p>{t.askLead(data.department, data.owner, data.days)}</p>
      {data.policy && <Policy policy={data.policy} />}
      {data.owing.length > 0 && <InTheWay owing={data.owing} />}
      {open ? <Form table={table} form={data} done={() => { setOpen(false); }} /> : <p><Button onClick={() => { setOpen(true); }}>{t.ask}</Button></p>}
    </Card>
  );
}

/** Give-to-get as the city declares it. */
export function Policy({ policy }: { policy: Shape["GiveToGetOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return (
    <div className="small">
      <p className="quiet">{t.policy} · {policy.basis}</p>
      <ul className="quiet">{policy.rules.map((rule) => <li key={rule.zh}>{say(rule)}</li>)}</ul>
    </div>
  );
}

function Form({ table, form, done }: { table: string; form: Shape["SharingFormOut"]; done: () => void }): ReactNode {
  const t = useWords(words);
  const { login } = useUser();
  const { message } = App.useApp();
  return (
    <DeclaredForm
      fields={[
        { name: "purpose", label: labels.purpose, kind: "choice", options: form.purposes.map((each) => each.name), required: true },
        { name: "role", label: labels.role, kind: "choice", options: form.roles, required: true },
        { name: "until", label: labels.until, kind: "date", required: true },
        { name: "reason", label: labels.reason, kind: "long_text", required: true },
      ]}
      draftOf={{ owner: login, key: `sharing ${table}` }}
      submitText={t.send}
      onSend={async ({ purpose, role, until, reason }) => {
        await server.POST("/api/sharing", { body: { table, purpose: textOf(purpose), role: textOf(role), until: textOf(until), reason: textOf(reason) } });
        void message.success(t.asked);
        done();
      }}
    />
  );
}
