import { Button, Input } from "antd";
import { useId, type ReactNode } from "react";
import { usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import type { Base } from "./base";
import { later, NO_BASE, pointText, RADII, type Asked, type Layer, type Point, type Tool } from "./asking";
import type { Ground } from "./reading";
import { words } from "./words";

interface Props {
  layers: readonly Layer[];
  bases: readonly Base[];
  base: Base | null;
  chosen: readonly Layer[];
  colours: ReadonlyMap<string, string>;
  asked: Asked;
  change: (change: Record<string, string>) => void;
  ground: Ground | undefined;
  middle: Point | null;
}

const TOOLS = ["circle", "polygon", "region"] as const;
const SPANS = ["30", "90", "365", ""] as const;

/** Which layers, where, when: what is asked of the map. All of it works without seeing or touching the map. */
export function Controls(props: Props): ReactNode {
  return (
    <div className="map-controls">
      <Layers {...props} />
      <Where {...props} />
      <When {...props} />
    </div>
  );
}

function Layers(props: Props): ReactNode {
  const { layers, chosen, colours, asked, change } = props;
  const t = useWords(words);
  const say = useSay();
  const { language } = usePreferences();
  const draw = useId();
  const number = (n: number): string => n.toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
  const toggle = (name: string, on: boolean): void => {
    const names = chosen.map((layer) => layer.name).filter((one) => one !== name);
    change({ layers: [...names, ...(on ? [name] : [])].join(",") || "-" });
  };
  return (
    <fieldset className="map-part">
      <legend>{t.layers}</legend>
      {layers.map((layer) => (
        <label key={layer.name} className="map-layer">
          <input type="checkbox" checked={chosen.includes(layer)} onChange={(event) => { toggle(layer.name, event.target.checked); }} />
          <span className="map-swatch" data-kind={layer.kind} style={{ background: colours.get(layer.name) }} aria-hidden />
          <span>
            {say(layer.title)} <span className="quiet small number">{layer.kind === "points" ? t.placed(number(layer.placed)) : t.counted(layer.summed ?? t.rows)}</span>
            {layer.kind === "points" && layer.unplaced > 0 && <span className="quiet small extra"> · {t.unplaced(number(layer.unplaced))}</span>}
            {layer.smallest !== null && <span className="quiet small"> · {t.smallest(layer.smallest)}</span>}
          </span>
        </label>
      ))}
      <div className="map-row extra">
        <label htmlFor={draw} className="small quiet">{t.draw}</label>
        <Choice id={draw} value={asked.draw} options={(["points", "clusters", "heat"] as const).map((value) => ({ value, label: t.draws[value] }))} onChange={(value) => { change({ draw: value === "points" ? "" : value }); }} />
      </div>
      <Below {...props} />
    </fieldset>
  );
}

function Where({ asked, change, ground, middle }: Props): ReactNode {
  const t = useWords(words);
  const id = useId();
  const circle = (at: Point, metres: number): void => { change({ circle: `${pointText(at)},${metres}` }); };
  const regions = ground?.regions.features.map(({ properties }) => properties).filter(({ level }) => level !== "") ?? [];
  return (
    <fieldset className="map-part">
      <legend>{t.area}</legend>
      <div className="map-tools">
        {TOOLS.map((tool) => (
          <label key={tool}><input type="radio" name={id} checked={asked.tool === tool} onChange={() => { change({ tool: tool === "circle" ? "" : tool }); }} /> {t.areas[tool]}</label>
        ))}
      </div>
      {asked.tool === "circle" && (
        <>
          <p className="quiet small">{t.tapCircle}</p>
          <div className="map-row">
            <label htmlFor={`${id}r`} className="small quiet">{t.radius}</label>
            <Choice id={`${id}r`} value={String(asked.metres)} options={RADII.map((metres) => ({ value: String(metres), label: t.metres(metres) }))} onChange={(value) => { if (asked.circle) circle(asked.circle.at, Number(value)); else change({ metres: value }); }} />
          </div>
          <Button disabled={!middle} onClick={() => { if (middle) circle(middle, asked.metres); }}>{t.here}</Button>
        </>
      )}
      {asked.tool === "polygon" && (
        <>
          <p className="quiet small">{t.tapPolygon}</p>
          <Button disabled={asked.polygon.length === 0} onClick={() => { change({ polygon: asked.polygon.slice(0, -1).map(pointText).join(";") }); }}>{t.undo}</Button>
        </>
      )}
      {asked.tool === "region" && (
        <Choice aria-label={t.region} value={asked.region} options={[{ value: "", label: t.pick }, ...regions.map(({ code, name, level }) => ({ value: code, label: `${INDENT[level] ?? ""}${name}` }))]} onChange={(region) => { change({ region }); }} />
      )}
      {hasArea(asked) && <Button type="link" onClick={() => { change({ circle: "", polygon: "", region: "" }); }}>{t.clear}</Button>}
    </fieldset>
  );
}

/** A region below another stands further in: with no-break blanks, which options keep. */
const INDENT: Record<string, string> = { county: "\u00a0\u00a0", town: "\u00a0\u00a0\u00a0\u00a0", village: "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0" };

function hasArea(asked: Asked): boolean {
  const parts: Record<Tool, boolean> = { circle: asked.circle !== null, polygon: asked.polygon.length > 0, region: asked.region !== "" };
  return parts[asked.tool];
}

/** What lies under the map; nothing to choose where the city has none. */
function Below({ bases, base, change }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const id = useId();
  if (bases.length === 0) return null;
  const options = [...bases.map(({ name, title }) => ({ value: name, label: say(title) })), { value: NO_BASE, label: t.noBase }];
  return (
    <div className="map-row">
      <label htmlFor={id} className="small quiet">{t.base}</label>
      <Choice id={id} value={base?.name ?? NO_BASE} options={options} onChange={(name) => { change({ base: name === bases[0]?.name ? "" : name }); }} />
    </div>
  );
}

function When({ layers, asked, change }: Props): ReactNode {
  const t = useWords(words);
  const id = useId();
  const last = layers.map((layer) => layer.last ?? "").sort().at(-1) ?? "";
  return (
    <fieldset className="map-part">
      <legend>{t.period}</legend>
      <div className="map-row"><label htmlFor={`${id}s`} className="small quiet">{t.since}</label><Input id={`${id}s`} type="date" value={asked.since} max={asked.until || undefined} onChange={(event) => { change({ since: event.target.value }); }} /></div>
      <div className="map-row"><label htmlFor={`${id}u`} className="small quiet">{t.until}</label><Input id={`${id}u`} type="date" value={asked.until} min={asked.since || undefined} onChange={(event) => { change({ until: event.target.value }); }} /></div>
      <div className="map-spans">
        {SPANS.map((span) => {
          const since = span && last ? later(last, -Number(span)) : "";
          return <Button key={span} size="small" aria-pressed={asked.since === since && asked.until === ""} onClick={() => { change({ since, until: "" }); }}>{t.spans[span]}</Button>;
        })}
      </div>
    </fieldset>
  );
}
