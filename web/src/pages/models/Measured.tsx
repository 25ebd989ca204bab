import { useState, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card } from "../../ui/Page";
import { Figures } from "../statistics/Figures";
import { cell } from "./numbers";
import { words } from "./words";

type Figure = Shape["ModelFigure"];

/** What every run measures: figures by period beside the methods compared with, and the drift of features. */
export function Measured({ model }: { model: Shape["ModelOut"] }): ReactNode {
  const t = useWords(words);
  if (model.figures === null) return <Card title={t.byPeriod}><p className="quiet">{t.withheld}</p></Card>;
  const told = model.figures.filter((one) => one.kind === "figures");
  const drift = model.figures.filter((one) => one.kind === "drift");
  return (
    <>
      <Card title={t.byPeriod}>
        {told.length === 0 ? <p className="quiet">{t.notMeasured}</p> : <ByPeriod figures={told} watched={model.watched?.[0]?.part ?? null} />}
      </Card>
      {drift.length > 0 && (
        <Card title={t.drift}>
          <p className="quiet small">{t.driftLead}</p>
          <Figures
            title={t.drift}
            heads={[t.part, t.figure]}
            rows={[...drift].sort((one, other) => Number(other.value) - Number(one.value)).map((one) => ({ key: one.part ?? "", cells: [one.part, cell(one.value)] }))}
          />
        </Card>
      )}
    </>
  );
}

function ByPeriod({ figures, watched }: { figures: readonly Figure[]; watched: string | null }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const parts = distinct(figures.map((one) => one.part ?? ""));
  const [chosen, choose] = useState(parts.includes(watched ?? "") ? watched ?? "" : parts[0] ?? "");
  const here = figures.filter((one) => (one.part ?? "") === chosen);
  const names = distinct(here.map((one) => one.figure));
  const lines = distinct(here.map((one) => `${one.since} ${one.method}`)).sort();
  return (
    <>
      <p className="quiet small">{t.byPeriodLead}</p>
      {parts.length > 1 && (
        <label className="model-part">
          <span>{t.part}</span>
          <Choice value={chosen} onChange={choose} options={parts.map((part) => ({ value: part, label: part }))} />
        </label>
      )}
      <Figures
        title={t.byPeriod}
        heads={[t.since, t.method, ...names]}
        rows={lines.map((line) => {
          const rows = here.filter((one) => `${one.since} ${one.method}` === line);
          const first = rows[0];
          return {
            key: line,
            cells: [
              day(first?.since ?? "", language),
              first?.own ? <strong key="method">{first.method}（{t.own}）</strong> : first?.method,
              ...names.map((name) => cell(rows.find((one) => one.figure === name)?.value ?? null)),
            ],
          };
        })}
      />
    </>
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
