import { addProtocol, type AddLayerObject, type FilterSpecification } from "maplibre-gl";
import { Protocol } from "pmtiles";
import type { Shape } from "../../api/client";
import type { Colours } from "../../ui/tokens";
import type { Canvas } from "./canvas";

export type Base = Shape["BaseOut"];
type Like = Base["draws"][number]["like"];

addProtocol("pmtiles", new Protocol().tile);

/** Sources and layers of the base begin so. */
const BASE = "base ";
const VECTOR = `${BASE}0`;
/** The city's own ground, which what lies below stands in for. */
const GROUND = ["water-fill", "water", "road"];
/** Areas and lines of the base stand below the numbers of regions, its names below the boundaries. */
const BELOW = "counts";
const NAMES_BELOW = "town-line";
const ORDER: readonly Like[] = ["green", "block", "lake", "river", "building", "street", "rail", "road", "highway"];

/** Lay this base under everything else, in place of the one that lay there; null: none. */
export function layBase(canvas: Canvas, base: Base | null, set: Colours, dark: boolean): void {
  for (const id of canvas.getLayersOrder()) if (isBase(id)) canvas.removeLayer(id);
  for (const id of sourcesOf(canvas)) canvas.removeSource(id);
  showGround(canvas, base === null);
  canvas.setLayoutProperty("region-fill", "visibility", base?.kind === "raster" ? "none" : "visible");
  canvas.setPaintProperty(BELOW, "fill-opacity", base ? 0.6 : 0.85);
  if (!base) return;
  const [minzoom = 0, maxzoom = 14] = base.zooms;
  const [west = -180, south = -85, east = 180, north = 85] = base.box;
  const at = `${location.origin}/api/map/base/${base.name}`;
  const there = { minzoom, maxzoom, bounds: [west, south, east, north] as [number, number, number, number] };
  const file = { tiles: [`pmtiles://${at}/{z}/{x}/{y}`], ...there };
  if (base.kind === "raster") {
    const sheets = base.sheets === 0 ? [file] : Array.from({ length: base.sheets }, (_, sheet) => ({ tiles: [`${at}/${sheet}/{z}/{x}/{y}`], ...there }));
    for (const [sheet, tiles] of sheets.entries()) {
      const id = `${BASE}${sheet}`;
      canvas.addSource(id, { type: "raster", tileSize: 256, ...tiles });
      canvas.addLayer({ id, type: "raster", source: id, paint: { "raster-fade-duration": 0, "raster-brightness-max": dark ? 0.7 : 1 } }, BELOW);
    }
    return;
  }
  canvas.addSource(VECTOR, { type: "vector", ...file });
  for (const like of ORDER) {
    for (const { layer } of base.draws.filter((each) => each.like === like)) for (const one of shapesOf(layer, like, set)) canvas.addLayer(one, BELOW);
  }
  for (const { layer, like } of base.draws) if (like !== "building" && like !== "block") canvas.addLayer(namesOf(layer, like, base.label, set), NAMES_BELOW);
}

/** Whether the city's own rivers and roads are drawn: where nothing lies below, or what lies there cannot be had. */
export function showGround(canvas: Canvas, shown: boolean): void {
  for (const id of GROUND) canvas.setLayoutProperty(id, "visibility", shown ? "visible" : "none");
}

/** Whether all of the base that is seen is there. */
export function isLaid(canvas: Canvas): boolean {
  const laid = sourcesOf(canvas);
  return laid.length > 0 && laid.every((id) => canvas.isSourceLoaded(id));
}

/** Tell whether tiles of the base come. */
export function watchBase(canvas: Canvas, tell: (comes: boolean) => void): void {
  canvas.on("error", (event) => { if ("sourceId" in event && isBase(event.sourceId)) tell(false); });
  canvas.on("sourcedata", (event) => { if (isBase(event.sourceId) && event.sourceDataType === "content" && "tile" in event) tell(true); });
}

function isBase(id: unknown): boolean {
  return typeof id === "string" && id.startsWith(BASE);
}

/** Numbered from 0. */
function sourcesOf(canvas: Canvas): string[] {
  const ids: string[] = [];
  while (canvas.getSource(`${BASE}${ids.length}`)) ids.push(`${BASE}${ids.length}`);
  return ids;
}

function shapesOf(layer: string, like: Like, set: Colours): AddLayerObject[] {
  const id = `${BASE}${like} ${layer}`;
  const from = { source: VECTOR, "source-layer": layer };
  const area = (colour: string, opacity: number, minzoom = 0): AddLayerObject => ({ id, type: "fill", minzoom, ...from, filter: POLYGONS, paint: { "fill-color": colour, "fill-opacity": opacity } });
  const line = (part: string, colour: string, near: number, opacity = 1): AddLayerObject => ({
    id: `${id} ${part}`, type: "line", ...from, layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour, "line-opacity": opacity, "line-width": ["interpolate", ["exponential", 1.5], ["zoom"], 8, near / 12, 16, near] },
  });
  // A road is a light line on a darker one.
  const road = (near: number, inside: string): AddLayerObject[] => [line("edge", set.edge, near + 2, 0.55), line("way", inside, near)];
  switch (like) {
    case "green": return [area(set.good, 0.16)];
    case "block": return [area(set.edge, 0.1)];
    case "building": return [area(set.edge, 0.3, 13.5)];
    case "lake": return [area(set.note, 0.22)];
    case "river": return [area(set.note, 0.22), line("way", set.note, 26, 0.22)];
    case "rail": return [line("edge", set.inkQuiet, 4, 0.7)];
    case "street": return [line("way", set.edge, 3, 0.35)];
    case "road": return road(8, set.surface);
    case "highway": return road(12, set.warnGround);
    case "place": return [];
  }
}

const POLYGONS: FilterSpecification = ["==", ["geometry-type"], "Polygon"];

function namesOf(layer: string, like: Like, label: string, set: Colours): AddLayerObject {
  const along = ["river", "rail", "highway", "road", "street"].includes(like);
  const water = like === "river" || like === "lake";
  return {
    id: `${BASE}name ${like} ${layer}`, type: "symbol", source: VECTOR, "source-layer": layer, minzoom: like === "street" ? 14 : like === "road" ? 13 : 9,
    layout: { "text-field": ["to-string", ["get", label]], "text-font": ["Sans"], "text-size": like === "place" ? 12 : 11, "symbol-placement": along ? "line" : "point", "symbol-spacing": 400 },
    paint: { "text-color": water ? set.note : set.inkQuiet, "text-halo-color": set.surface, "text-halo-width": 1.2 },
  };
}
