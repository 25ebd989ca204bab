import { Button } from "antd";
import { useState, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Status, type Tone } from "../../ui/Status";
import { KINDS, withColumn, withHeader, withKept, withoutRow, type Fixes, type Kind } from "./fixes";
import { words } from "./words";

type Look = Shape["FileLook"];
type Row = Shape["ShownRow"];
const TONES: Record<string, Tone> = { header: "note", data: "good", aside: "plain", bad: "bad", "": "plain" };

interface Props {
  look: Look;
  source: Shape["SourceOut"] | undefined;
  fixes: Fixes;
  busy: boolean;
  /** Absent where nothing can be changed any more. */
  change: ((fixes: Fixes) => void) | undefined;
}

/** A sheet of the file as it is read: what each column is, what each row is, and buttons to say otherwise. */
export function Grid({ look, source, fixes, busy, change }: Props): ReactNode {
  const t = useWords(words);
  const [at, setAt] = useState(Math.max(0, look.sheets.findIndex((sheet) => sheet.taken)));
  const sheet = look.sheets[Math.min(at, look.sheets.length - 1)];
  if (!sheet) return null;
  const left = fixes.leave_sheets;
  const width = Math.min(sheet.columns, 80);
  const gap = sheet.shown.findIndex((row, place) => place > 0 && row.row > (sheet.shown[place - 1]?.row ?? 0) + 1);
  return (
    <>
      {look.sheets.length > 1 && (
        <p>
          <label>
            {t.sheet}{" "}
            <Choice value={String(at)} options={look.sheets.map((one, place) => ({ value: String(place), label: t.sheetRows(one.name, one.rows, one.taken) }))} onChange={(place) => { setAt(Number(place)); }} />
          </label>{" "}
          {change && (left.includes(sheet.name)
            ? <Button disabled={busy} onClick={() => { change({ ...fixes, leave_sheets: left.filter((name) => name !== sheet.name) }); }}>{t.takeSheet}</Button>
            : sheet.taken && <Button disabled={busy} onClick={() => { change({ ...fixes, leave_sheets: [...left, sheet.name] }); }}>{t.leaveSheet}</Button>)}
        </p>
      )}
      <div className="intake-grid" role="region" aria-label={t.table} aria-busy={busy} tabIndex={0}>
        <table className="small">
          <caption className="hidden">{t.table}</caption>
          <thead>
            <tr>
              <th scope="col">{t.line}</th>
              {Array.from({ length: width }, (_, place) => (
                <th key={place} scope="col"><Head column={look.columns.find((one) => one.at === place + 1)} {...{ source, fixes, busy, change }} /></th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sheet.shown.map((row, place) => [
              place === gap && <tr key="gap"><td colSpan={width + 1} className="quiet">{t.further}</td></tr>,
              <tr key={row.row} data-state={row.state}>
                <RowHead row={row} {...{ look, fixes, busy, change }} />
                {Array.from({ length: width }, (_, cell) => <td key={cell} title={row.cells[cell]}>{row.cells[cell]}</td>)}
              </tr>,
            ])}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Head({ column, source, fixes, busy, change }: Omit<Props, "look"> & { column: Shape["SeenColumn"] | undefined }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  if (!column) return null;
  const options = [{ value: "", label: column.means === null ? `${t.strange} ${t.looksLike(say(column.label))}` : t.strange }, ...(source?.columns ?? []).map((one) => ({ value: one.name, label: one.required ? `${one.name} *` : one.name }))];
  return (
    <>
      <div title={column.header}>{column.header}</div>
      {change
        ? (
            <>
              <Choice aria-label={`${column.header} ${t.isColumn}`} disabled={busy} value={column.means ?? ""} options={column.means === null ? options : options.slice(1)} onChange={(means) => { change(withColumn(fixes, column.header, { means })); }} />
              <Choice aria-label={`${column.header} ${t.kind}`} disabled={busy} value={column.kind} options={KINDS.map((value) => ({ value, label: t.kinds4[value] }))} onChange={(kind) => { change(withColumn(fixes, column.header, { kind: kind as Kind })); }} />
            </>
          )
        : <span className="quiet">{column.means ?? t.strange} · {t.kinds4[column.kind as Kind]}</span>}
    </>
  );
}

function RowHead({ row, look, fixes, busy, change }: Omit<Props, "source"> & { row: Row }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const without = row.state === "data" ? withoutRow(fixes, row, look.columns) : undefined;
  const kept = row.state === "aside" ? withKept(fixes, row.reason) : undefined;
  return (
    <td className="intake-row" title={row.why ? say(row.why) : undefined}>
      <span className="number quiet">{row.line}</span> <Status tone={TONES[row.state] ?? "plain"}>{t.rowStates[row.state as "data"]}</Status>
      {change && (
        <>
          {row.state !== "header" && row.state !== "" && <Button type="link" size="small" disabled={busy} aria-label={`${t.rowActs(row.line)} ${t.isHeader}`} onClick={() => { change(withHeader(row.row)); }}>{t.isHeader}</Button>}
          {without && <Button type="link" size="small" disabled={busy} aria-label={`${t.rowActs(row.line)} ${t.notData}`} onClick={() => { change(without); }}>{t.notData}</Button>}
          {kept && <Button type="link" size="small" disabled={busy} aria-label={`${t.rowActs(row.line)} ${t.isData}`} onClick={() => { change(kept); }}>{t.isData}</Button>}
        </>
      )}
    </td>
  );
}
