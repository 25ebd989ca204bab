import type { ReactNode } from "react";
import "./Figures.css";

interface Props {
  title: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Under all the others. */
  total?: readonly ReactNode[];
}

/** A table of figures: the first column names the row, the others are numbers. It scrolls by itself where it is too wide. */
export function Figures({ title, heads, rows, total }: Props): ReactNode {
  return (
    <div className="figures-scroll" role="region" aria-label={title} tabIndex={0}>
      <table className="figures">
        <caption className="hidden">{title}</caption>
        <thead><tr>{heads.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <Line key={row.key} cells={row.cells} />)}</tbody>
        {total && <tfoot><Line cells={total} /></tfoot>}
      </table>
    </div>
  );
}

function Line({ cells: [name, ...numbers] }: { cells: readonly ReactNode[] }): ReactNode {
  return <tr><th scope="row">{name}</th>{numbers.map((cell, at) => <td key={at}>{cell}</td>)}</tr>;
}
