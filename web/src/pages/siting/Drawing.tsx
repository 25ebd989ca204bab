import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource } from "maplibre-gl";
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import type { Shape } from "../../api/client";
import { useWords } from "../../lib/words";
import type { Colours } from "../../ui/tokens";
import { useColours } from "../../ui/useColours";
import { ring } from "../map/asking";
import { canDraw, canvasOn, NOTHING, showArea, type Canvas } from "../map/canvas";
import type { Ground } from "../map/reading";
import { words as mapWords } from "../map/words";
import { words } from "./words";

type Point = Shape["SitingPoint"];
type Site = Shape["SitingSite"];

/** What stands somewhere (longitude, latitude). */
export interface Placed<One> {
  one: One;
  at: readonly [number, number];
}

interface Props {
  ground: Ground | undefined;
  points: readonly Placed<Point>[];
  sites: readonly Placed<Site>[];
  /** Metres from an open site that are near. */
  reach: number | null;
}

/** Demand by its size, covered or not; sites by what becomes of them. All of it is told in the tables beside it, too. */
export function Drawing(props: Props): ReactNode {
  const t = useWords(mapWords);
  const { dark } = useColours();
  const [can] = useState(canDraw);
  if (!can) return <p className="siting-cannot" role="status">{t.noDrawing}</p>;
  return <Surface key={`${String(dark)} ${t.mapLabel}`} {...props} />;
}

function Surface({ ground, points, sites, reach }: Props): ReactNode {
  const t = useWords(words);
  const m = useWords(mapWords);
  const { set } = useColours();
  const element = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const open = useEffectEvent(() => element.current && canvasOn(element.current, ground, set, { "Map.Title": t.mapLabel, "NavigationControl.ZoomIn": m.zoomIn, "NavigationControl.ZoomOut": m.zoomOut }));
  const draw = useEffectEvent((here: Canvas) => { prepare(here, set); });
  useEffect(() => {
    const here = open();
    if (!here) return undefined;
    here.on("load", () => { draw(here); setCanvas(here); });
    return () => { here.remove(); };
  }, []);
  useEffect(() => {
    if (!canvas) return;
    fill(canvas, "siting-points", points.map(pointOf));
    fill(canvas, "siting-sites", sites.map(siteOf));
    const standing = sites.filter(({ one }) => one.state === "stands" || one.state === "new");
    showArea(canvas, reach === null ? [] : standing.map(({ at }) => ring(at, reach)), []);
  }, [canvas, points, sites, reach]);
  return <div className="siting-canvas" ref={element} aria-busy={!canvas} />;
}

/** Two sources, empty as yet, and how what comes into them is drawn. */
function prepare(canvas: Canvas, set: Colours): void {
  canvas.addSource("siting-points", { type: "geojson", data: NOTHING });
  canvas.addSource("siting-sites", { type: "geojson", data: NOTHING });
  canvas.addLayer({
    id: "siting-points", type: "circle", source: "siting-points",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 8, ["+", 1.5, ["*", 4, ["get", "size"]]], 13, ["+", 4, ["*", 16, ["get", "size"]]]],
      "circle-color": ["case", ["get", "covered"], set.accent, set.bad],
      "circle-opacity": ["case", ["get", "covered"], 0.45, 0.75],
      "circle-stroke-color": ["case", ["get", "covered"], set.accent, set.bad],
      "circle-stroke-width": ["case", ["get", "covered"], 0, 1.5],
    },
  });
  canvas.addLayer({
    id: "siting-sites", type: "circle", source: "siting-sites",
    paint: {
      "circle-radius": ["match", ["get", "state"], "candidate", 4, "new", 9, 7],
      "circle-color": ["match", ["get", "state"], "stands", set.ink, "new", set.good, set.surface],
      "circle-stroke-color": ["match", ["get", "state"], "new", set.surface, "closed", set.bad, set.ink],
      "circle-stroke-width": ["match", ["get", "state"], "closed", 3, 1.5],
    },
  });
  canvas.addLayer({
    id: "siting-names", type: "symbol", source: "siting-sites", minzoom: 9, filter: ["!=", ["get", "state"], "candidate"],
    layout: { "text-field": ["get", "name"], "text-font": ["Sans"], "text-size": 12, "text-offset": [0, 1.2], "text-anchor": "top" },
    paint: { "text-color": set.ink, "text-halo-color": set.surface, "text-halo-width": 1.5 },
  });
}

function fill(canvas: Canvas, id: string, features: Feature[]): void {
  const most = Math.max(1, ...features.map((feature) => Number(feature.properties?.demand ?? 0)));
  const data: FeatureCollection = {
    type: "FeatureCollection",
    features: features.map((feature) => ({ ...feature, properties: { ...feature.properties, size: Math.sqrt(Number(feature.properties?.demand ?? 0) / most) } })),
  };
  void canvas.getSource<GeoJSONSource>(id)?.setData(data);
}

/** Covered: most of it is. */
function pointOf({ one, at }: Placed<Point>): Feature {
  const demand = typeof one.demand === "number" ? one.demand : 0;
  const covered = typeof one.covered === "number" ? one.covered : 0;
  return { type: "Feature", properties: { demand, covered: covered * 2 >= demand }, geometry: { type: "Point", coordinates: [...at] } };
}

function siteOf({ one, at }: Placed<Site>): Feature {
  return { type: "Feature", properties: { state: one.state, name: one.name ?? one.site }, geometry: { type: "Point", coordinates: [...at] } };
}
