import { Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl, type ExpressionSpecification, type GeoJSONSource, type LngLatBoundsLike, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Feature, FeatureCollection } from "geojson";
import { FONTS, type Colours } from "../../ui/tokens";
import type { Drawing, Point } from "./asking";
import type { Drawn, Ground } from "./reading";

setWorkerUrl(workerUrl);

export type Canvas = MapLibre;
export const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const AREA = "area";
const FOUND = "found";
/** Layers of data stand below the area that is asked about. */
const ABOVE = "area-fill";

/** Whether this device draws maps (WebGL 2). */
export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

/** A map on this element. */
export function canvasOn(element: HTMLElement, ground: Ground | undefined, set: Colours, locale: Record<string, string>): Canvas {
  const canvas = new MapLibre({
    container: element,
    style: styleOf(ground, set),
    localIdeographFontFamily: FONTS,
    bounds: boundsOf(ground?.regions),
    fitBoundsOptions: { padding: 24 },
    attributionControl: false,
    locale,
    maxZoom: 18,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
  });
  canvas.addControl(new NavigationControl({ showCompass: false }), "top-right");
  canvas.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
  return canvas;
}

export function styleOf(ground: Ground | undefined, set: Colours): StyleSpecification {
  const label = { "text-color": set.inkQuiet, "text-halo-color": set.surface, "text-halo-width": 1.5 };
  const font = ["Sans"];
  return {
    version: 8,
    sources: {
      regions: { type: "geojson", data: ground?.regions ?? NOTHING },
      ground: { type: "geojson", data: ground?.ground ?? NOTHING },
      [AREA]: { type: "geojson", data: NOTHING },
      [FOUND]: { type: "geojson", data: NOTHING },
    },
    layers: [
      { id: "behind", type: "background", paint: { "background-color": set.page } },
      { id: "region-fill", type: "fill", source: "regions", filter: ["==", ["get", "level"], "county"], paint: { "fill-color": set.surface } },
      { id: "counts", type: "fill", source: "regions", filter: ["==", ["get", "level"], ""], paint: { "fill-color": set.surface, "fill-opacity": 0.85 } },
      { id: "water-fill", type: "fill", source: "ground", filter: ["==", ["get", "kind"], "lake"], paint: { "fill-color": set.noteGround } },
      { id: "water", type: "line", source: "ground", filter: ["==", ["get", "kind"], "river"], paint: { "line-color": set.noteGround, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 3, 14, 14] } },
      { id: "road", type: "line", source: "ground", filter: ["==", ["get", "kind"], "road"], paint: { "line-color": set.line, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.5, 14, 6] } },
      { id: "town-line", type: "line", source: "regions", filter: ["in", ["get", "level"], ["literal", ["town", "village"]]], paint: { "line-color": set.line, "line-width": 1, "line-dasharray": [3, 2] } },
      { id: "county-line", type: "line", source: "regions", filter: ["in", ["get", "level"], ["literal", ["county", "city"]]], paint: { "line-color": set.edge, "line-width": 1.4 } },
      { id: ABOVE, type: "fill", source: AREA, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": set.accent, "fill-opacity": 0.12 } },
      { id: "area-line", type: "line", source: AREA, paint: { "line-color": set.accent, "line-width": 2.5 } },
      { id: "area-corner", type: "circle", source: AREA, filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": set.accent, "circle-radius": 5, "circle-stroke-color": set.surface, "circle-stroke-width": 2 } },
      { id: "found-ring", type: "circle", source: FOUND, paint: { "circle-color": "transparent", "circle-radius": ["case", ["get", "pointed"], 13, 8], "circle-stroke-color": set.bad, "circle-stroke-width": ["case", ["get", "pointed"], 4, 2] } },
      { id: "town-name", type: "symbol", source: "regions", minzoom: 9.6, filter: ["==", ["get", "level"], "town"], layout: { "text-field": ["get", "name"], "text-font": font, "text-size": 12 }, paint: label },
      { id: "county-name", type: "symbol", source: "regions", filter: ["==", ["get", "level"], "county"], layout: { "text-field": ["get", "name"], "text-font": font, "text-size": 15 }, paint: { ...label, "text-color": set.ink } },
    ],
  };
}

/** Points of one layer in its colour: each, gathered, or as heat; what comes as cells is drawn by its numbers. */
export function drawLayer(canvas: Canvas, id: string, drawn: Drawn, how: Drawing, colour: string, set: Colours): void {
  dropLayer(canvas, id);
  const clusters = how === "clusters" && drawn.kind === "points";
  canvas.addSource(id, { type: "geojson", data: featuresOf(drawn), ...(clusters ? { cluster: true, clusterRadius: 48, clusterMaxZoom: 14 } : {}) });
  if (how === "heat") {
    canvas.addLayer({
      id: `${id} heat`, type: "heatmap", source: id,
      paint: {
        "heatmap-weight": drawn.kind === "cells" ? ["min", 1, ["/", ["get", "n"], mostOf(drawn)]] : 0.4,
        "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 8, 10, 14, 34],
        "heatmap-opacity": 0.8,
        "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "transparent", 0.3, `${colour}88`, 0.7, colour, 1, set.bad],
      },
    }, ABOVE);
    return;
  }
  const size: ExpressionSpecification | number = drawn.kind === "cells"
    ? ["+", 2, ["*", 10, ["sqrt", ["/", ["get", "n"], mostOf(drawn)]]]]
    : clusters ? ["case", ["has", "point_count"], ["+", 10, ["*", 4, ["log10", ["max", 1, ["get", "point_count"]]]]], 5] : ["interpolate", ["linear"], ["zoom"], 8, 3, 14, 7];
  canvas.addLayer({
    id: `${id} point`, type: "circle", source: id,
    paint: { "circle-color": colour, "circle-radius": size, "circle-opacity": 0.8, "circle-stroke-color": set.surface, "circle-stroke-width": 1 },
  }, ABOVE);
  if (clusters) {
    canvas.addLayer({
      id: `${id} number`, type: "symbol", source: id, filter: ["has", "point_count"],
      layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["Sans"], "text-size": 12, "text-allow-overlap": true },
      paint: { "text-color": set.surface },
    }, ABOVE);
  }
}

export function dropLayer(canvas: Canvas, id: string): void {
  for (const part of ["heat", "point", "number"]) if (canvas.getLayer(`${id} ${part}`)) canvas.removeLayer(`${id} ${part}`);
  if (canvas.getSource(id)) canvas.removeSource(id);
}

/** Only what happened on these days (since 1970); null: all. */
export function showDays(canvas: Canvas, ids: readonly string[], days: readonly [number, number] | null): void {
  for (const id of ids) {
    for (const part of ["heat", "point"]) {
      if (canvas.getLayer(`${id} ${part}`)) canvas.setFilter(`${id} ${part}`, days && ["all", [">=", ["get", "n"], days[0]], ["<=", ["get", "n"], days[1]]]);
    }
  }
}

/** Regions of one level filled by their numbers; an empty list fills none. */
export function fillRegions(canvas: Canvas, level: string, shades: readonly (readonly [code: string, colour: string])[]): void {
  canvas.setFilter("counts", ["==", ["get", "level"], shades.length > 0 ? level : ""]);
  if (shades.length === 0) return;
  // The type knows a match by its first two cases; here they are as many as there are regions.
  const match = ["match", ["get", "code"], ...shades.flat(), "transparent"] as unknown as ExpressionSpecification;
  canvas.setPaintProperty("counts", "fill-color", match);
}

export function showArea(canvas: Canvas, rings: readonly (readonly Point[])[], corners: readonly Point[]): void {
  const features: Feature[] = rings.map((ring) => ({ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring.map((point) => [...point])] } }));
  features.push(...corners.map((corner): Feature => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...corner] } })));
  if (rings.length === 0 && corners.length > 1) features.push({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: corners.map((corner) => [...corner]) } });
  void source(canvas, AREA)?.setData({ type: "FeatureCollection", features });
}

export function showFound(canvas: Canvas, places: readonly Point[], pointed: Point | null): void {
  const features = places.map((place): Feature => ({ type: "Feature", properties: { pointed: place === pointed }, geometry: { type: "Point", coordinates: [...place] } }));
  void source(canvas, FOUND)?.setData({ type: "FeatureCollection", features });
}

export function boundsOf(regions: FeatureCollection | undefined): LngLatBoundsLike {
  const box = [180, 90, -180, -90];
  const widen = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y] = part as unknown[];
    if (typeof x === "number" && typeof y === "number") {
      box[0] = Math.min(box[0] ?? x, x);
      box[1] = Math.min(box[1] ?? y, y);
      box[2] = Math.max(box[2] ?? x, x);
      box[3] = Math.max(box[3] ?? y, y);
    } else part.forEach(widen);
  };
  for (const feature of regions?.features ?? []) if ("coordinates" in feature.geometry) widen(feature.geometry.coordinates);
  const [west = 0, south = 0, east = 0, north = 0] = box;
  return west > east ? [73, 18, 135, 54] : [west, south, east, north];
}

function featuresOf({ values }: Drawn): FeatureCollection {
  const features: Feature[] = [];
  for (let at = 0; at + 2 < values.length; at += 3) {
    features.push({ type: "Feature", properties: { n: values[at + 2] }, geometry: { type: "Point", coordinates: [values[at] ?? 0, values[at + 1] ?? 0] } });
  }
  return { type: "FeatureCollection", features };
}

function mostOf({ values }: Drawn): number {
  let most = 1;
  for (let at = 2; at < values.length; at += 3) most = Math.max(most, values[at] ?? 0);
  return most;
}

function source(canvas: Canvas, id: string): GeoJSONSource | undefined {
  return canvas.getSource(id);
}
