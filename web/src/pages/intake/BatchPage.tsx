import { UploadOutlined } from "@ant-design/icons";
import { App, Button, Input, Modal } from "antd";
import { useId, useRef, useState, type ReactNode } from "react";
import { useParams } from "react-router";
import { api, queries, server, type Shape } from "../../api/client";
import { asFailure, isLost, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Card, Page } from "../../ui/Page";
import { Failed, Loading, Problems } from "../../ui/States";
import { Status } from "../../ui/Status";
import { BatchState } from "./BatchState";
import { sendSheet } from "./calls";
import { words } from "./words";
import "./intake.css";

const refresh = (): void => void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/intake/batches") });

/** One batch: its accounts, the rows that could not be landed, mending them, taking the batch back. */
export default function BatchPage(): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const batch = useParams().batch ?? "";
  const { data: held, error, refetch } = api.useQuery("get", "/api/intake/batches/{batch}", { params: { path: { batch } } });
  const trail = [{ to: "/intake", title: t.intake }, { to: "/intake/batches", title: t.batches }];
  if (isLost(error, held)) return <Page title={t.batch} trail={trail}><Failed error={error} retry={() => void refetch()} /></Page>;
  if (!held) return <Loading rows={6} />;
  return (
    <Page title={held.file} trail={trail} lead={held.source} actions={<BatchState batch={held} />}>
      <ul className="intake-counts">
        {([[t.records, held.records], [t.landed, held.landed], [t.repaired, held.repaired], [t.quarantined, held.quarantined], [t.setAside, held.set_aside]] as const).map(([label, n]) => (
          <li key={label}><strong className="number">{n}</strong> <span className="quiet">{label}</span></li>
        ))}
      </ul>
      {held.because && <p role="note" className="intake-note">{held.because}</p>}
      {held.reasons.length > 0 && <ul>{held.reasons.map((each, at) => <li key={at}><span className="number">{each.rows}</span> {say(each.why)}</li>)}</ul>}
      {!held.withdrawn && held.rights.includes("intake.mend") && <p><a href={`/api/intake/batches/${batch}/report.xlsx`} download>{t.report}</a></p>}
      {held.quarantined > 0 && <Quarantine batch={batch} mends={held.rights.includes("intake.mend")} />}
      {held.rights.includes("intake.withdraw") && !held.waits && <Back held={held} />}
    </Page>
  );
}

function Quarantine({ batch, mends }: { batch: string; mends: boolean }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [mending, setMending] = useState<Shape["QuarantinedRow"]>();
  const [failure, setFailure] = useState<Failure>();
  const { data, error, refetch } = api.useQuery("get", "/api/intake/batches/{batch}/quarantine", { params: { path: { batch } } });
  const back = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setFailure(undefined);
    try {
      void message.success(t.sheetTaken(await sendSheet(batch, file)));
      refresh();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    }
    if (input.current) input.current.value = "";
  };
  if (isLost(error, data)) return <Card title={t.quarantineRows}><Failed error={error} retry={() => void refetch()} /></Card>;
  if (!data) return <Loading rows={4} />;
  return (
    <Card title={t.quarantineRows} actions={mends && <a href={`/api/intake/batches/${batch}/quarantine.xlsx`} download>{t.sheetDown}</a>}>
      <ul className="plain">
        {data.rows.map((row) => (
          <li key={row.row}>
            <span className="number quiet">{[row.sheet, `${t.line} ${String(row.line)}`].filter(Boolean).join(" ")}</span> <strong>{[row.column, say(row.why)].filter(Boolean).join(" · ")}</strong>
            <div className="small" lang="zh-CN">{row.content}</div>
            {row.mended ? <Status tone="note">{t.mended}</Status> : mends && <Button size="small" aria-label={t.mendTitle(row.line)} onClick={() => { setMending(row); }}>{t.mend}</Button>}
          </li>
        ))}
      </ul>
      {data.next !== null && <p className="quiet">{t.more}</p>}
      {mends && (
        <p>
          <input ref={input} className="hidden" type="file" accept=".xlsx" tabIndex={-1} aria-hidden onChange={(event) => void back(event.target.files?.[0])} />
          <Button icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>{t.sheetUp}</Button>
        </p>
      )}
      {failure && <Problems problems={failure.problems} />}
      {mending && <Mending batch={batch} row={mending} columns={data.columns} done={() => { setMending(undefined); }} />}
    </Card>
  );
}

function Mending({ batch, row, columns, done }: { batch: string; row: Shape["QuarantinedRow"]; columns: readonly string[]; done: () => void }): ReactNode {
  const t = useWords(words);
  const id = useId();
  const cells = row.content.split("\t");
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(columns.map((name, at) => [name, cells.length === columns.length ? (cells[at] ?? "") : ""])));
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await server.POST("/api/intake/batches/{batch}/mend", { params: { path: { batch } }, body: { rows: [{ row: row.row, values }] } });
      refresh();
      done();
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t.mendTitle(row.line)} okText={t.mendSave} cancelText={t.cancel} confirmLoading={busy} onOk={() => void save()} onCancel={done}>
      <p className="small" lang="zh-CN">{row.content}</p>
      <p className="quiet">{t.mendHint}</p>
      {columns.map((name, at) => (
        <div key={name}>
          <label htmlFor={`${id}-${String(at)}`}>{name}</label>
          <Input id={`${id}-${String(at)}`} value={values[name]} onChange={(event) => { setValues((old) => ({ ...old, [name]: event.target.value })); }} />
        </div>
      ))}
      {failure && <Problems problems={failure.problems} />}
    </Modal>
  );
}

function Back({ held }: { held: Shape["BatchOut"] }): ReactNode {
  const t = useWords(words);
  const id = useId();
  const [because, setBecause] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState(false);
  const act = async (): Promise<void> => {
    setBusy(true);
    try {
      const told = { params: { path: { batch: held.batch } }, body: { because } };
      await (held.withdrawn ? server.POST("/api/intake/batches/{batch}/restore", told) : server.POST("/api/intake/batches/{batch}/withdraw", told));
      refresh();
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={held.withdrawn ? t.restore : t.withdraw}>
      <p>{held.withdrawn ? t.restoreSure : t.withdrawSure}</p>
      <label htmlFor={id}>{t.why}</label>
      <Input id={id} value={because} onChange={(event) => { setBecause(event.target.value); }} />
      <p className="acts"><Button danger={!held.withdrawn} loading={busy} disabled={!because.trim()} onClick={() => void act()}>{held.withdrawn ? t.restore : t.withdraw}</Button></p>
      {failure && <Problems problems={failure.problems} />}
    </Card>
  );
}
