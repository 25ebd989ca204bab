import { CaretDownOutlined, CaretUpOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useWords } from "../../lib/words";
import { words } from "../words";
import type { Column, RowsProps } from "./listing";

export function Table<Row>({ title, rows, columns, id, name, to, chosen, choose, sort, sortBy }: RowsProps<Row>): ReactNode {
  const t = useWords(words);
  const [main, ...rest] = columns;
  const all = chosen !== undefined && rows.every((row) => chosen.has(id(row)));
  const some = chosen !== undefined && rows.some((row) => chosen.has(id(row)));
  return (
    <table className="table">
      <caption className="hidden">{title}</caption>
      <thead>
        <tr>
          {chosen && (
            <th scope="col" className="table-box">
              <Checkbox aria-label={t.chooseAll} checked={all} indeterminate={some && !all} onChange={(event) => { choose(rows.map(id), event.target.checked); }} />
            </th>
          )}
          {columns.map((column) => <Head key={column.key} column={column} sort={sort} sortBy={sortBy} />)}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={id(row)} data-row={id(row)} data-chosen={chosen?.has(id(row)) ? "" : undefined}>
            {chosen && (
              <td className="table-box">
                <Checkbox aria-label={t.choose(name(row))} checked={chosen.has(id(row))} onChange={(event) => { choose([id(row)], event.target.checked); }} />
              </td>
            )}
            <th scope="row"><Link to={to(row)}>{main.cell(row)}</Link></th>
            {rest.map((column) => <td key={column.key} className={column.numeric ? "table-number" : undefined}>{column.cell(row)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head<Row>({ column, sort, sortBy }: { column: Column<Row>; sort: string; sortBy: (sort: string) => void }): ReactNode {
  const name = column.sort ?? column.falls;
  const up = column.sort !== undefined && sort === name;
  const down = sort === `-${String(name)}`;
  return (
    <th
      scope="col"
      className={column.numeric ? "table-number" : undefined}
      style={column.width ? { width: column.width } : undefined}
      aria-sort={name ? (up ? "ascending" : down ? "descending" : "none") : undefined}
    >
      {name
        ? (
          <button type="button" className="table-sort" onClick={() => { sortBy(down && column.sort ? name : `-${name}`); }}>
            {column.title}
            {up && <CaretUpOutlined aria-hidden />}
            {!up && <CaretDownOutlined aria-hidden className={down ? undefined : "table-unsorted"} />}
          </button>
        )
        : column.title}
    </th>
  );
}
