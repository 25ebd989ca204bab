import { Button, Input } from "antd";
import { useId, type ReactNode } from "react";
import { HANDHELD, useMedia } from "../../lib/media";
import { useWords } from "../../lib/words";
import { words } from "../words";
import { Choice } from "../Choice";
import type { Filter, Query } from "./listing";
import "./DataList.css";

interface Props {
  filters: readonly Filter[];
  query: Query;
  change: (changes: Query) => void;
}

export function Filters({ filters, query, change }: Props): ReactNode {
  const t = useWords(words);
  const handheld = useMedia(HANDHELD);
  const set = filters.filter((filter) => query[filter.name]);
  const fields = (
    <div className="filters" role="search" aria-label={t.filters}>
      {filters.map((filter) => <OneFilter key={filter.name} filter={filter} value={query[filter.name] ?? ""} change={change} />)}
      {set.length > 0 && (
        <Button type="link" onClick={() => { change(Object.fromEntries(set.map(({ name }) => [name, ""]))); }}>{t.clear}</Button>
      )}
    </div>
  );
  if (!handheld) return fields;
  return (
    <details className="filters-folded">
      <summary>{t.filters}{set.length > 0 && ` (${String(set.length)})`}</summary>
      {fields}
    </details>
  );
}

function OneFilter({ filter, value, change }: { filter: Filter; value: string; change: Props["change"] }): ReactNode {
  const t = useWords(words);
  const id = useId();
  const set = (next: string): void => { change({ [filter.name]: next }); };
  return (
    <div className="filter">
      <label htmlFor={id} className="small quiet">{filter.label}</label>
      {filter.kind === "choice" && (
        <Choice id={id} value={value} options={[{ value: "", label: filter.none ?? t.all }, ...filter.options ?? []]} onChange={set} />
      )}
      {filter.kind === "search" && (
        <Input.Search key={value} id={id} defaultValue={value} allowClear onSearch={set} enterButton={false} />
      )}
      {filter.kind === "date" && <Input id={id} type="date" value={value} onChange={(event) => { set(event.target.value); }} />}
    </div>
  );
}
