import { Button, Checkbox, Input } from "antd";
import { useId, type ReactNode } from "react";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Conditions } from "./Conditions";
import { Fields } from "./Fields";
import { blank, grouped, placed, usable, type Form, type Measure, type Side, type Table } from "./form";
import { Groups } from "./Groups";
import { Measures } from "./Measures";
import type { From } from "./Shelf";
import { words } from "./words";

interface Props {
  form: Form;
  purposes: readonly string[];
  tables: readonly Table[];
  busy: boolean;
  change: (form: Form) => void;
  run: () => void;
}

const MOST_DOWN = 4;
const MOST_ACROSS = 2;

/** The form: everything an analysis is made of, from the table down to the chart. */
export function FormBox({ form, purposes, tables, busy, change, run }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const table = tables.find((one) => one.table === form.table);
  const columns = usable(form, tables);
  const statistics = table?.smallest !== null && table?.smallest !== undefined;
  const put = (to: Side) => (column: string, from: From): void => { change(placed(form, to, grouped(column, columns, statistics), from)); };
  const options = tables.map((one) => ({ value: one.table, label: `${say(one.title)} · ${one.table}` }));
  return (
    <form className="analysis-form" onSubmit={(event) => { event.preventDefault(); run(); }}>
      <div className="analysis-line">
        <label>{t.purpose}<Choice value={form.purpose} options={purposes.map((one) => ({ value: one, label: one }))} onChange={(purpose) => { change(blank(purpose, "")); }} /></label>
        <label>{t.table}<Choice value={form.table} options={[{ value: "", label: t.chooseTable }, ...options]} onChange={(chosen) => { change({ ...blank(form.purpose, chosen), chart: form.chart }); }} /></label>
      </div>
      {table && (
        <>
          {statistics && <p className="quiet small">{t.statistics(table.smallest ?? 0)}</p>}
          {!statistics && <JoinChoice form={form} table={table} tables={tables} change={change} />}
          <Fields columns={columns} />
          <Conditions where={form.where} columns={columns} statistics={statistics} change={(where) => { change({ ...form, where }); }} />
          <div className="analysis-two">
            <Groups side="rows" title={t.rows} add={t.addGroup} most={MOST_DOWN} groups={form.rows} columns={columns} statistics={statistics} change={(rows) => { change({ ...form, rows }); }} put={put("rows")} />
            <Groups side="across" title={t.across} add={t.addAcross} most={MOST_ACROSS} groups={form.across} columns={columns} statistics={statistics} change={(across) => { change({ ...form, across }); }} put={put("across")} />
          </div>
          <Measures measures={form.measures} columns={columns} statistics={statistics} change={(measures) => { change({ ...form, measures, sort: { ...form.sort, measure: kept(form.sort.measure, measures) } }); }} />
          <Shown form={form} columns={columns.map(({ name, title }) => ({ name, title: say(title) }))} change={change} />
          <div className="analysis-line"><Button type="primary" htmlType="submit" disabled={busy}>{t.run}</Button></div>
        </>
      )}
    </form>
  );
}

/** The place of the measure it is sorted by, where that is still there. */
function kept(place: number | null | undefined, measures: readonly Measure[]): number | null {
  return place === null || place === undefined || place >= measures.length ? null : place;
}

function JoinChoice({ form, table, tables, change }: Pick<Props, "form" | "tables" | "change"> & { table: Table }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const hint = useId();
  const joined = (name: string): string => { const found = tables.find((one) => one.table === name); return found ? say(found.title) : name; };
  if (table.joins.length === 0) return <p className="quiet small">{t.noJoins}</p>;
  const place = table.joins.findIndex((one) => one.table === form.join?.table && one.on === form.join.on && one.key === form.join.key);
  return (
    <div>
      <label>{t.join}<Choice aria-describedby={hint} value={String(place)} options={[{ value: "-1", label: t.noJoin }, ...table.joins.map((one, at) => ({ value: String(at), label: t.by(joined(one.table), one.on) }))]} onChange={(at) => { change({ ...blank(form.purpose, form.table), chart: form.chart, join: table.joins[Number(at)] ?? null }); }} /></label>
      <p id={hint} className="quiet small">{t.joinHint}</p>
    </div>
  );
}

function Shown({ form, columns, change }: Pick<Props, "form" | "change"> & { columns: readonly { name: string; title: string }[] }): ReactNode {
  const t = useWords(words);
  const named = (name: string | null | undefined): string => columns.find((one) => one.name === name)?.title ?? "";
  const sorts = form.measures.map((one, at) => ({ value: String(at), label: one.how === "rows" ? t.counts.rows : `${named(one.of)} ${t.counts[one.how]}` }));
  return (
    <fieldset className="analysis-part">
      <legend>{t.shown}</legend>
      <div className="analysis-line analysis-labelled">
        <label>{t.sort}<Choice value={form.sort.measure === null || form.sort.measure === undefined ? "" : String(form.sort.measure)} options={[{ value: "", label: t.byGroup }, ...sorts]} onChange={(at) => { change({ ...form, sort: { measure: at === "" ? null : Number(at), down: at !== "" } }); }} /></label>
        <label>{t.direction}<Choice value={form.sort.down ? "down" : "up"} options={[{ value: "up", label: t.ascending }, { value: "down", label: t.descending }]} onChange={(way) => { change({ ...form, sort: { ...form.sort, down: way === "down" } }); }} /></label>
        <label>{t.limit}<Input type="number" min={1} max={1000} value={form.limit} onChange={(event) => { change({ ...form, limit: Math.min(1000, Math.max(1, Number(event.target.value) || 1)) }); }} /></label>
        <label>{t.chart}<Choice value={form.chart} options={(["bar", "line", "stacked", "none"] as const).map((kind) => ({ value: kind, label: t.charts[kind] }))} onChange={(chart) => { change({ ...form, chart: chart as Form["chart"] }); }} /></label>
        <Checkbox checked={form.totals} onChange={(event) => { change({ ...form, totals: event.target.checked }); }}>{t.totals}</Checkbox>
        <Checkbox checked={form.subtotals} disabled={form.rows.length < 2 || typeof form.sort.measure === "number"} onChange={(event) => { change({ ...form, subtotals: event.target.checked }); }}>{t.subtotals}</Checkbox>
      </div>
    </fieldset>
  );
}
