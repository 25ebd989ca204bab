import type { ReactNode } from "react";
import type { Pivot } from "./pivot";

/** A table with merged heads and sides. It scrolls by itself where it is too wide. */
export function PivotTable({ title, pivot }: { title: string; pivot: Pivot }): ReactNode {
  return (
    <div className="figures-scroll" role="region" aria-label={title} tabIndex={0}>
      <table className="figures pivot">
        <caption className="hidden">{title}</caption>
        <thead>
          {pivot.head.map((line, at) => (
            <tr key={at}>
              {line.map(({ text, columns, rows }, place) => <th key={place} scope={columns > 1 ? "colgroup" : "col"} colSpan={columns} rowSpan={rows} className={at === 0 && place < pivot.sides ? undefined : "figures-number"}>{text}</th>)}
            </tr>
          ))}
        </thead>
        <tbody>
          {pivot.body.map(({ side, cells, subtotal }, at) => (
            <tr key={at} className={subtotal ? "pivot-subtotal" : undefined}>
              {side.map(({ text, rows, columns }, place) => <th key={place} scope={rows > 1 ? "rowgroup" : "row"} rowSpan={rows} colSpan={columns}>{text}</th>)}
              {cells.map((cell, place) => <td key={place} className="figures-number">{cell}</td>)}
            </tr>
          ))}
        </tbody>
        {pivot.foot && (
          <tfoot>
            <tr><th scope="row" colSpan={pivot.sides}>{pivot.foot.side}</th>{pivot.foot.cells.map((cell, at) => <td key={at} className="figures-number">{cell}</td>)}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
