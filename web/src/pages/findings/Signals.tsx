import type { ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { words } from "./words";
import "./Signals.css";

type Signal = Shape["SignalOut"];

/** What makes it likelier or less likely to be a lead, and how much each weighs. All on one scale, none left out. */
export function Signals({ signals }: { signals: readonly Signal[] }): ReactNode {
  const t = useWords(words);
  if (signals.length === 0) return <Card title={t.signals}><p className="quiet">{t.noSignals}</p></Card>;
  const most = Math.max(...signals.map((one) => Math.abs(weightOf(one))), 1);
  const ordered = [...signals].sort((one, other) => weightOf(other) - weightOf(one));
  return (
    <Card title={t.signals}>
      <p className="quiet small">{t.signalsLead}</p>
      <table className="signals">
        <caption className="hidden">{t.signals}</caption>
        <thead className="hidden"><tr><th scope="col">{t.because}</th><th scope="col">{t.weight}</th></tr></thead>
        <tbody>
          {ordered.map((one, at) => (
            <tr key={at}>
              <th scope="row">{one.because}</th>
              <td>
                <span className="signals-scale" aria-hidden>
                  <span data-side={weightOf(one) < 0 ? "against" : "for"} style={{ width: `${String(Math.abs(weightOf(one)) / most * 50)}%` }} />
                </span>
                <span className="number">{weightOf(one) < 0 ? t.against : t.for} {Math.abs(weightOf(one)).toFixed(2)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function weightOf(signal: Signal): number {
  return Number(signal.weight) || 0;
}
