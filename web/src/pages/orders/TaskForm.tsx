import { App, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { queries, type Shape } from "../../api/client";
import { useUser } from "../../api/session";
import { submit, useWaiting } from "../../lib/outbox";
import { Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { DeclaredForm } from "../../ui/form/DeclaredForm";
import type { Field, Values } from "../../ui/form/fields";
import { words } from "./words";

/** What ends the present step: a result, and what the flow asks for with it. Kept and sent later when the network drops. */
export function TaskForm({ order }: { order: Shape["OrderOut"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { login } = useUser();
  const { message } = App.useApp();
  const [word, setWord] = useState(order.offers.results.length === 1 ? order.offers.results[0]?.word : undefined);
  const [chosen, setChosen] = useState<number>();
  const result = order.offers.results.find((one) => one.word === word);
  const next = order.flow.steps.find((step) => step.name === result?.next);
  const path = `/api/orders/${order.number}/complete`;
  const waits = useWaiting().some((one) => one.owner === login && one.path === path && !one.refused);
  const several = (result?.departments.length ?? 0) > 1;
  const department = chosen ?? result?.department ?? undefined;

  const send = async (form: Values): Promise<void> => {
    if (!result) throw refused(t.chooseResult);
    if (several && department === undefined) throw refused(t.chooseDepartment);
    const said = await submit({
      owner: login,
      method: "POST",
      path,
      files: `/api/orders/${order.number}/attachments`,
      body: { version: order.version, result: result.word, form, department: several ? department : null },
      title: { zh: `${order.number} ${result.word}`, en: `${order.number} ${result.word}` },
    });
    if (said !== "waiting") void message.success(t.sent);
    await queries.invalidateQueries();
  };
  if (waits) return <p role="status" className="order-note">{t.waits} <Link to="/waiting">{t.toWaiting}</Link></p>;
  return (
    <DeclaredForm
      fields={order.form as readonly Field[]}
      needs={result?.needs ?? []}
      draftOf={{ owner: login, key: `${order.number} ${String(order.task.id)}` }}
      submitText={t.submit}
      onSend={send}
    >
      <fieldset className="order-result">
        <legend>{t.results}</legend>
        <Radio.Group value={word} onChange={(event) => { setWord(event.target.value as string); setChosen(undefined); }} options={order.offers.results.map((one) => ({ value: one.word, label: one.word }))} />
        {result && <p className="quiet small" role="status">{result.returns && `${t.returns} · `}{next ? t.next(say(next.title)) : t.ends}</p>}
        {several && (
          <label>{t.to} <Choice value={department === undefined ? "" : String(department)} options={[{ value: "", label: t.chooseDepartment }, ...(result?.departments ?? []).map((one) => ({ value: String(one.id), label: one.name }))]} onChange={(value) => { setChosen(value ? Number(value) : undefined); }} /></label>
        )}
      </fieldset>
    </DeclaredForm>
  );
}

/** A mistake found before anything was sent, told like the server's. */
function refused(what: string): Failure {
  return new Failure(400, [{ what: { zh: what, en: what }, where: "", todo: { zh: what, en: what } }]);
}
