import type { ReactNode } from "react";
import { Link } from "react-router";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Bar } from "../../ui/Bar";
import { Empty } from "../../ui/States";
import type { Found, Layer, Place } from "./asking";
import { words as uiWords } from "../../ui/words";
import { words } from "./words";

interface Props {
  found: readonly Found[];
  layers: readonly Layer[];
  point: (place: Place) => void;
}

/** What was found, layer by layer: the map in words. */
export function Results({ found, layers, point }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const number = (n: number): string => n.toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
  const some = found.filter(({ total }) => total > 0);
  if (some.length === 0) return <Empty title={t.nothing}>{t.nothingTodo}</Empty>;
  return some.map(({ layer: name, total, items }) => {
    const layer = layers.find((one) => one.name === name);
    return (
      <section key={name} className="map-found">
        <h3>{layer ? say(layer.title) : name} <span className="quiet small number">{items.length < total ? t.shownOf(items.length, number(total)) : t.foundIn(number(total))}</span></h3>
        <ul className="plain">{items.map((item, at) => <Item key={at} item={item} point={point} />)}</ul>
      </section>
    );
  });
}

function Item({ item, point }: { item: Place; point: (place: Place) => void }): ReactNode {
  const t = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  return (
    <li>
      <button type="button" className="map-item" title={t.show(item.label)} onClick={() => { point(item); }}>
        <span className="number small quiet">{item.day && day(item.day, language)}</span> <span>{item.label}</span>
      </button>
      <div className="small quiet">{item.shows.map(({ name, value }) => <span key={name}>{name} {typeof value === "boolean" ? (value ? ui.yes : ui.no) : value}</span>)}</div>
      {item.finding && <Link className="small" to={`/findings/${item.finding}`}>{t.toFinding}</Link>}
      {item.place && <Link className="small" to={`/places/${item.place}`}>{t.toPlace}</Link>}
    </li>
  );
}

interface PerRegion {
  title: string;
  rows: readonly { region: string; name: string; n: number | null }[];
  withheld: string;
}

/** The numbers the regions are filled by. */
export function CountsTable({ title, rows, withheld }: PerRegion): ReactNode {
  const { language } = usePreferences();
  const most = Math.max(1, ...rows.map((row) => row.n ?? 0));
  return (
    <table className="map-counts">
      <caption>{title}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.region}>
            <th scope="row">{row.name}</th>
            <td className="number">{row.n === null ? withheld : row.n.toLocaleString(language === "zh" ? "zh-CN" : "en-GB")}</td>
            <td><Bar share={(row.n ?? 0) / most} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
