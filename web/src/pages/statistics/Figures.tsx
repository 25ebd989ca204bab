import type { ReactNode } from "react";
import { isNumeric } from "./numeric";
import "./Figures.css";

interface Props {
  title: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Under all the others. */
  total?: readonly ReactNode[];
  /** Columns that are of numbers though no row has one yet. */
  numbers?: readonly number[];
}

/** A table: the first column names the row; columns of numbers stand at the right. It scrolls by itself where it is too wide. */
export function Figures({ title, heads, rows, total, numbers = [] }: Props): ReactNode {
  const numeric = heads.map((_, at) => at > 0 && (numbers.includes(at) || isNumeric(rows.map((row) => row.cells[at]))));
  return (
    <div className="figures-scroll" role="region" aria-label={title} tabIndex={0}>
      <table className="figures">
        <caption className="hidden">{title}</caption>
        <thead><tr>{heads.map((head, at) => <th key={head} scope="col" className={numeric[at] ? "figures-number" : undefined}>{head}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <Line key={row.key} cells={row.cells} numeric={numeric} />)}</tbody>
        {total && <tfoot><Line cells={total} numeric={numeric} /></tfoot>}
      </table>
    </div>
  );
}

function Line({ cells: [name, ...others], numeric }: { cells: readonly ReactNode[]; numeric: readonly boolean[] }): ReactNode {
  return <tr><th scope="row">{name}</th>{others.map((cell, at) => <td key={at} className={numeric[at + 1] ? "figures-number" : undefined}>{cell}</td>)}</tr>;
}
