import { Checkbox } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useWords } from "../../lib/words";
import { words } from "../words";
import type { RowsProps } from "./listing";

/** A column that is at least so wide in the table has a line of its own. */
const WIDE = 190;

/** The same rows, held in one hand. */
export function Cards<Row>({ title, rows, columns, id, name, to, chosen, choose }: RowsProps<Row>): ReactNode {
  const t = useWords(words);
  const [main, ...rest] = columns;
  return (
    <ul className="cards" aria-label={title}>
      {rows.map((row) => (
        <li key={id(row)} data-row={id(row)} data-chosen={chosen?.has(id(row)) ? "" : undefined}>
          <div className="cards-head">
            <Link to={to(row)}>{main.cell(row)}</Link>
            {chosen && (
              <Checkbox aria-label={t.choose(name(row))} checked={chosen.has(id(row))} onChange={(event) => { choose([id(row)], event.target.checked); }} />
            )}
          </div>
          <dl>
            {rest.map((column) => <div key={column.key} data-wide={(column.width ?? 0) >= WIDE ? "" : undefined}><dt>{column.title}</dt><dd className={column.numeric ? "number" : undefined}>{column.cell(row)}</dd></div>)}
          </dl>
        </li>
      ))}
    </ul>
  );
}
