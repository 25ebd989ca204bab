import { UploadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useRef, useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { queries, server, type Shape } from "../../../api/client";
import { moment } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { asFailure, failureOf, type Failure } from "../../../lib/problems";
import { csrf } from "../../../lib/send";
import { useWords } from "../../../lib/words";
import { Choice } from "../../../ui/Choice";
import { DataList } from "../../../ui/list/DataList";
import { Card, Page } from "../../../ui/Page";
import { Empty, Problems } from "../../../ui/States";
import { CHANNELS } from "../values";
import { words as common } from "../words";
import { words } from "./words";
import "../desk.css";

type Field = keyof typeof words.zh.fields;
const NOTHING = { rows: [], next: null, total: 0, more: false };

/** Files of requests: one is chosen, looked at, and imported; those imported before. */
export default function ImportsPage(): ReactNode {
  const t = useWords(words);
  const c = useWords(common);
  const { language } = usePreferences();
  return (
    <Page title={t.imports} lead={t.importLead} trail={[{ to: "/desk/requests", title: c.requests }]}>
      <NewImport />
      <h2>{t.importedFiles}</h2>
      <DataList<Shape["ImportOut"]>
        title={t.importedFiles}
        source={{ key: ["get", "/api/desk/imports"], load: async (query) => (await server.GET("/api/desk/imports", { params: { query } })).data ?? NOTHING }}
        id={(row) => String(row.id)}
        name={(row) => row.name}
        to={(row) => `/desk/imports/${String(row.id)}`}
        columns={[
          { key: "name", title: t.file, cell: (row) => row.name },
          { key: "channel", title: c.channel, cell: (row) => c.channels[row.channel as "phone"], width: 90 },
          { key: "records", title: t.rows, cell: (row) => row.records, numeric: true, width: 90 },
          { key: "taken", title: t.taken, cell: (row) => row.taken, numeric: true, width: 90 },
          { key: "repeated", title: t.repeated, cell: (row) => row.repeated, numeric: true, width: 90 },
          { key: "bad", title: t.bad, cell: (row) => row.bad, numeric: true, width: 90 },
          { key: "at", title: t.when, cell: (row) => moment(row.at, language), width: 150, extra: true },
          { key: "by", title: t.by, cell: (row) => row.imported_by, width: 110, extra: true },
        ]}
        empty={<Empty title={t.noImports} />}
      />
    </Page>
  );
}

/** Sends a file with what was chosen for it, and answers what the server says. */
async function sendFile<Answer>(path: string, file: File, said: Record<string, string>): Promise<Answer> {
  const form = new FormData();
  form.append("file", file);
  for (const [name, value] of Object.entries(said)) form.append(name, value);
  const answer = await fetch(`/api/desk/imports${path}`, { method: "POST", headers: csrf(), body: form });
  if (!answer.ok) throw await failureOf(answer);
  return (await answer.json()) as Answer;
}

function NewImport(): ReactNode {
  const t = useWords(words);
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<{ file: File; look: Shape["ImportLook"] }>();
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const look = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setFailure(undefined);
    setChosen(undefined);
    setBusy(true);
    try {
      setChosen({ file, look: await sendFile("/look", file, {}) });
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
    if (input.current) input.current.value = "";
  };
  return (
    <Card title={t.chooseFile}>
      <input ref={input} className="hidden" type="file" accept=".csv,.txt,.tsv,.xls,.xlsx,.xlsb,.ods,.et,.gz" tabIndex={-1} aria-hidden onChange={(event) => void look(event.target.files?.[0])} />
      <p><Button icon={<UploadOutlined aria-hidden />} loading={busy} type={chosen ? "default" : "primary"} onClick={() => input.current?.click()}>{chosen ? t.otherFile : t.chooseFile}</Button> {chosen?.file.name}</p>
      {failure && <Problems problems={failure.problems} />}
      {chosen && <Looked key={chosen.file.name + String(chosen.file.lastModified)} file={chosen.file} look={chosen.look} />}
    </Card>
  );
}

/** What is in the file, which column is what, and the button that imports it. */
function Looked({ file, look }: { file: File; look: Shape["ImportLook"] }): ReactNode {
  const t = useWords(words);
  const c = useWords(common);
  const navigate = useNavigate();
  const [columns, setColumns] = useState<Record<string, string>>(() => Object.fromEntries(Object.entries(look.guess).filter((pair): pair is [string, string] => pair[1] !== null)));
  const [channel, setChannel] = useState<string>("wechat");
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const ready = Boolean(columns.body ?? columns.title);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await sendFile<Shape["ImportOut"]>("", file, { columns: JSON.stringify(columns), channel });
      await queries.invalidateQueries();
      await navigate(`/desk/imports/${String(made.id)}`);
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setBusy(false);
    }
  };
  const choose = (field: Field, header: string): void => {
    setColumns((old) => Object.fromEntries([...Object.entries(old).filter(([name]) => name !== field), ...(header ? [[field, header] as const] : [])]));
  };
  return (
    <>
      <p>{t.records(look.records)}{look.bad > 0 && <> · {t.badAlready(look.bad)}</>}</p>
      {look.before && <p role="note" className="desk-note">{t.importedBefore}</p>}
      <Sample look={look} />
      <fieldset className="columns-of">
        <legend>{t.columnsOf}</legend>
        <div className="columns">
          <div>
            <label htmlFor={`${id}-channel`} className="small quiet">{c.channel}</label>
            <Choice id={`${id}-channel`} value={channel} options={CHANNELS.map((value) => ({ value, label: c.channels[value] }))} onChange={setChannel} />
          </div>
          {(Object.keys(t.fields) as Field[]).map((field) => (
            <div key={field}>
              <label htmlFor={`${id}-${field}`} className="small quiet">{t.fields[field]}</label>
              <Choice id={`${id}-${field}`} value={columns[field] ?? ""} options={[{ value: "", label: t.notThere }, ...look.columns.map((header) => ({ value: header, label: header }))]} onChange={(header) => { choose(field, header); }} />
            </div>
          ))}
        </div>
      </fieldset>
      {!ready && <p role="note" className="desk-note">{t.needBodyColumn}</p>}
      {failure && <Problems problems={failure.problems} />}
      <Button type="primary" disabled={!ready} loading={busy} onClick={() => void run()}>{t.doImport}</Button>
    </>
  );
}

function Sample({ look }: { look: Shape["ImportLook"] }): ReactNode {
  const t = useWords(words);
  return (
    <div className="sample" role="region" aria-label={t.sample} tabIndex={0}>
      <table className="small">
        <caption className="hidden">{t.sample}</caption>
        <thead><tr>{look.columns.map((header) => <th key={header} scope="col">{header}</th>)}</tr></thead>
        <tbody>{look.sample.map((row, at) => <tr key={at}>{row.map((cell, place) => <td key={place}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
