import { useMemo, useState, type ReactNode } from "react";
import { api } from "../../api/client";
import { useSay, useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card, Page } from "../../ui/Page";
import { Empty, Failed, Loading } from "../../ui/States";
import { useColours } from "../../ui/useColours";
import type { Base } from "./base";
import { areaOf, NO_BASE, pointText, useAsked, type Asked, type Layer, type Level, type Place, type Point } from "./asking";
import { Controls } from "./Controls";
import { Drawing } from "./Drawing";
import { useCounts, useDrawn, useFound, useGround } from "./reading";
import { Replay } from "./Replay";
import { CountsTable, Results } from "./Results";
import { shadesOf } from "./shades";
import { words } from "./words";
import "./MapPage.css";

/** 一张图: what happened within a distance, a shape or a region of here, in this period, over every layer one may see. */
export default function MapPage(): ReactNode {
  const t = useWords(words);
  const { data, error, isError, refetch } = api.useQuery("get", "/api/map");
  return (
    <Page title={t.map} lead={t.lead}>
      {isError && <Failed error={error} retry={() => void refetch()} />}
      {!data && !isError && <Loading rows={12} />}
      {data?.layers.length === 0 && <Empty title={t.noLayers}>{t.noLayersTodo}</Empty>}
      {data && data.layers.length > 0 && (
        <>
          {!data.has_ground && <p role="status">{t.noMap} {t.noMapTodo}</p>}
          <Table layers={data.layers} bases={data.bases} hasGround={data.has_ground} mark={data.fictional ? t.fictional : data.review ? t.review(data.review) : ""} />
        </>
      )}
    </Page>
  );
}

/** The map with what is asked of it on one side and what was found on the other. */
function Table({ layers, bases, hasGround, mark }: { layers: readonly Layer[]; bases: readonly Base[]; hasGround: boolean; mark: string }): ReactNode {
  const t = useWords(words);
  const [asked, change] = useAsked();
  const { series } = useColours();
  const ground = useGround(hasGround).data;
  const base = baseOf(bases, asked);
  const [missing, setMissing] = useState("");
  const marks = [mark, base?.review ? t.baseReview(base.review) : base?.internal ? t.baseInternal(base.internal) : ""].filter(Boolean);
  const [view, setView] = useState<{ middle: Point; box: string } | null>(null);
  const [days, setDays] = useState<readonly [number, number] | null>(null);
  const [pointed, setPointed] = useState<Point | null>(null);
  const colours = useMemo(() => new Map(layers.map((layer, at) => [layer.name, series[at % series.length] ?? ""])), [layers, series]);
  const chosen = useMemo(() => chosenOf(layers, asked), [layers, asked]);
  const ofPoints = useMemo(() => chosen.filter((layer) => layer.kind === "points"), [chosen]);
  const counting = useMemo(() => chosen.filter((layer) => layer.kind === "counts"), [chosen]);
  const { dots, cells } = useDots(ofPoints, asked, colours, view?.box ?? "");
  const found = useFound(ofPoints, asked);
  const places = useMemo(() => (areaOf(asked) && ofPoints.length > 0 ? found.data ?? [] : []).flatMap(({ items }) => items.map(at)), [found.data, asked, ofPoints]);
  const area = areaOf(asked) !== null;
  const asks = area && ofPoints.length > 0;
  const { tables, shades } = useRegions(counting, asked, colours);
  const tap = (place: Point): void => {
    if (asked.tool === "circle") change({ circle: `${pointText(place)},${asked.metres}` });
    if (asked.tool === "polygon") change({ polygon: [...asked.polygon, place].map(pointText).join(";") });
  };
  const point = (place: Place): void => {
    setPointed(places.find(([x, y]) => x === place.longitude && y === place.latitude) ?? null);
  };
  const span = spanOf(ofPoints, asked);
  return (
    <div className="map">
      <Card><Controls layers={layers} bases={bases} base={base} chosen={chosen} colours={colours} asked={asked} change={change} ground={ground} middle={view?.middle ?? null} /></Card>
      <div className="map-middle">
        <div className="map-frame">
          {(ground !== undefined || !hasGround) && <Drawing ground={ground} base={base} comes={base?.name !== missing} tellComes={(comes) => { setMissing(comes ? "" : base?.name ?? ""); }} asked={asked} dots={dots} shades={shades} days={days} found={places} pointed={pointed} tap={tap} moved={(middle, box) => { setView({ middle, box }); }} />}
          {marks.length > 0 && <p className="map-mark small">{marks.join(" · ")}</p>}
        </div>
        {base?.name === missing && <p className="quiet small" role="status">{t.baseMissing}</p>}
        {cells && <p className="quiet small" role="status">{t.cells}</p>}
        {span && <Replay key={span.join()} first={span[0]} last={span[1]} show={setDays} />}
      </div>
      <div className="map-side">
        <Card title={t.found}>
          <div aria-live="polite" aria-busy={found.isFetching}>
            {!area && <p className="quiet">{t.askFirst}</p>}
            {area && !asks && <p className="quiet">{t.noneChosen}</p>}
            {asks && found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
            {asks && !found.data && !found.isError && <Loading rows={4} />}
            {asks && found.data && <Results found={found.data} layers={layers} point={point} />}
          </div>
        </Card>
        {tables.length > 0 && (
          <Card title={t.level} actions={<LevelChoice asked={asked} change={change} />}>
            {tables.map(({ layer, rows }) => <Regions key={layer.name} layer={layer} rows={rows} />)}
          </Card>
        )}
      </div>
    </div>
  );
}

function LevelChoice({ asked, change }: { asked: Asked; change: (change: { level: string }) => void }): ReactNode {
  const t = useWords(words);
  return <Choice aria-label={t.level} value={asked.level} options={(["county", "town"] as const).map((value) => ({ value, label: t.levels[value] }))} onChange={(level) => { change({ level: (level as Level) === "county" ? "" : level }); }} />;
}

function Regions({ layer, rows }: { layer: Layer; rows: Parameters<typeof CountsTable>[0]["rows"] }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  return <CountsTable title={t.perRegion(say(layer.title))} rows={rows} withheld={t.withheld} />;
}

function useDots(layers: readonly Layer[], asked: Asked, colours: ReadonlyMap<string, string>, box: string) {
  const [zoomed, setZoomed] = useState(false);
  const drawn = useDrawn(layers, asked, zoomed ? box : "");
  const cells = drawn.some((one) => one?.kind === "cells");
  // Cells are counted for what is seen: further in there are fewer points, and each can be drawn.
  if (cells && !zoomed) setZoomed(true);
  const dots = useMemo(() => layers.map((layer, place) => ({ layer, colour: colours.get(layer.name) ?? "", drawn: drawn[place] })), [layers, colours, drawn]);
  return { dots, cells };
}

/** The numbers per region, and the fill of the last layer that counts: two fills would hide each other. */
function useRegions(layers: readonly Layer[], asked: Asked, colours: ReadonlyMap<string, string>) {
  const { set } = useColours();
  const answers = useCounts(layers, asked);
  const shades = useMemo(() => shadesOf(answers.at(-1) ?? [], colours.get(layers.at(-1)?.name ?? "") ?? set.surface, set.surface), [layers, answers, colours, set]);
  const tables = layers.flatMap((layer, place) => {
    const found = answers[place];
    return found && found.length > 0 ? [{ layer, rows: found }] : [];
  });
  return { tables, shades };
}

function chosenOf(layers: readonly Layer[], asked: Asked): readonly Layer[] {
  // At first everything that happened somewhere; numbers per region where there is nothing else.
  const first = layers.filter((layer) => layer.kind === "points");
  return asked.layers ? layers.filter((layer) => asked.layers?.includes(layer.name)) : first.length > 0 ? first : layers.slice(0, 1);
}

function baseOf(bases: readonly Base[], asked: Asked): Base | null {
  return asked.base === NO_BASE ? null : bases.find(({ name }) => name === asked.base) ?? bases[0] ?? null;
}

function spanOf(layers: readonly Layer[], asked: Asked): readonly [string, string] | null {
  const first = asked.since || layers.map((layer) => layer.first ?? "").filter(Boolean).sort()[0];
  const last = asked.until || layers.map((layer) => layer.last ?? "").filter(Boolean).sort().at(-1);
  return first && last && first < last ? [first, last] : null;
}

function at(place: Place): Point {
  return [place.longitude, place.latitude];
}
