import { Button, Input } from "antd";
import { useId, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { server, type Shape } from "../../../api/client";
import { asFailure, type Failure } from "../../../lib/problems";
import { useSay, useWords } from "../../../lib/words";
import { Card, Page } from "../../../ui/Page";
import { Problems } from "../../../ui/States";
import { Status } from "../../../ui/Status";
import { Drop } from "../Drop";
import { askForm } from "../calls";
import { words } from "./words";
import "../intake.css";

/** Of the tables that hold a field: an id number stands in dozens. */
const FEW = 4;

type Told = Shape["FormOut"];

/** Before a form is sent out: which of its fields the city has already, and from whom. */
export default function FormPage(): ReactNode {
  const t = useWords(words);
  const id = useId();
  const [names, setNames] = useState("");
  const [told, setTold] = useState<Told>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const ask = async (asked: () => Promise<Told | undefined>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      setTold(await asked());
    } catch (thrown) {
      setTold(undefined);
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  const pasted = async (): Promise<Told | undefined> => {
    const said = names.split(/[\n\t]+/).map((name) => name.trim()).filter((name) => name !== "");
    return (await server.POST("/api/intake/form/names", { body: { names: said } })).data;
  };
  return (
    <Page title={t.form} trail={[{ to: "/intake", title: t.intake }]} lead={t.lead}>
      <Card title={t.file}>
        <Drop take={(file) => void ask(() => askForm(file))} text={t.drop} choose={t.choose} hint={t.kinds} doing={busy && <p>{t.reading}</p>} />
        <p><label htmlFor={`${id}-names`}>{t.names}</label></p>
        <p><Input.TextArea id={`${id}-names`} value={names} rows={4} onChange={(event) => { setNames(event.target.value); }} /></p>
        <Button disabled={busy || names.trim() === ""} onClick={() => void ask(pasted)}>{t.check}</Button>
      </Card>
      {failure && <Problems problems={failure.problems} />}
      {told && <Answer told={told} />}
    </Page>
  );
}

function Answer({ told }: { told: Told }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  if (told.fields.length === 0) return <p role="status">{t.nothing}</p>;
  return (
    <Card title={t.found(told.fields.length, told.twice)}>
      <div className="intake-form" role="region" aria-label={t.form} tabIndex={0}>
        <table>
          <thead><tr><th scope="col">{t.field}</th><th scope="col">{t.verdict}</th><th scope="col">{t.from}</th></tr></thead>
          <tbody>
            {told.fields.map((field) => (
              <tr key={field.header}>
                <th scope="row">{field.header}</th>
                <td><Verdict of={field} /></td>
                <td>
                  {field.held.slice(0, FEW).map((held) => (
                    <div key={`${held.table} ${held.column}`}>
                      <Link to={`/catalogue/${encodeURIComponent(held.table)}`}>{say(held.title)}</Link>
                      <div className="small quiet">{t.provides(held.owner, say(held.often), say(held.sharing))}</div>
                    </div>
                  ))}
                  {field.held.length > FEW && <p className="small quiet">{t.more(field.held.length - FEW)}</p>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small quiet">{t.how}</p>
    </Card>
  );
}

function Verdict({ of }: { of: Told["fields"][number] }): ReactNode {
  const t = useWords(words);
  if (of.identifies) return <Status tone="plain">{t.keep}</Status>;
  return of.held.length > 0 ? <Status tone="warn">{t.held}</Status> : <Status tone="good">{t.fresh}</Status>;
}
