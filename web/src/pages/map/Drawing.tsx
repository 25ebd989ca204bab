import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { useWords } from "../../lib/words";
import { useColours } from "../../ui/useColours";
import { isLaid, layBase, showGround, watchBase, type Base } from "./base";
import { ring, type Asked, type Layer, type Point } from "./asking";
import { canDraw, canvasOn, drawLayer, dropLayer, fillRegions, showArea, showDays, showFound, type Canvas } from "./canvas";
import type { Drawn, Ground } from "./reading";
import { words } from "./words";

/** A layer of points with what is drawn of it, in its colour. */
export interface Dots {
  layer: Layer;
  colour: string;
  drawn: Drawn | undefined;
}

interface Props {
  ground: Ground | undefined;
  base: Base | null;
  /** Whether tiles of the base come. */
  comes: boolean;
  tellComes: (comes: boolean) => void;
  asked: Asked;
  dots: readonly Dots[];
  shades: readonly (readonly [code: string, colour: string])[];
  days: readonly [number, number] | null;
  found: readonly Point[];
  pointed: Point | null;
  tap: (at: Point) => void;
  moved: (middle: Point, box: string) => void;
}

/** The map itself. Whatever it shows is also told in the lists beside it. */
export function Drawing(props: Props): ReactNode {
  const t = useWords(words);
  const { dark } = useColours();
  const [can] = useState(canDraw);
  if (!can) return <p className="map-cannot" role="status">{t.noDrawing}</p>;
  // A look is part of the style, words are part of the controls: both make the map anew, with all that is drawn on it.
  return <Surface key={`${String(dark)} ${t.mapLabel}`} {...props} />;
}

function Surface(props: Props): ReactNode {
  const t = useWords(words);
  const { ground, base, comes, asked, dots, shades, days, found, pointed } = props;
  const { set, dark } = useColours();
  const element = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  /** The base that is drawn, once the map has come to rest. */
  const [laid, setLaid] = useState("");
  const rested = useEffectEvent((here: Canvas) => { setLaid(base && comes && isLaid(here) ? base.name : ""); });
  const tap = useEffectEvent(props.tap);
  const moved = useEffectEvent(props.moved);
  const tellComes = useEffectEvent(props.tellComes);
  const lay = useEffectEvent((here: Canvas, what: Base | null) => { layBase(here, what, set, dark); });
  const open = useEffectEvent(() => element.current && canvasOn(element.current, ground, set, { "Map.Title": t.mapLabel, "NavigationControl.ZoomIn": t.zoomIn, "NavigationControl.ZoomOut": t.zoomOut }));

  useEffect(() => {
    const here = open();
    if (!here) return undefined;
    const tell = (): void => {
      const { lng, lat } = here.getCenter();
      moved([lng, lat], here.getBounds().toArray().flat().map((part) => part.toFixed(3)).join(","));
    };
    here.on("click", (event) => { tap([event.lngLat.lng, event.lngLat.lat]); });
    here.on("moveend", tell);
    watchBase(here, tellComes);
    here.on("idle", () => { rested(here); });
    here.on("load", () => { tell(); setCanvas(here); });
    return () => { here.remove(); };
  }, []);

  useEffect(() => { if (canvas) lay(canvas, base); }, [canvas, base]);
  useEffect(() => { if (canvas && base) showGround(canvas, !comes); }, [canvas, base, comes]);
  useDots(canvas, dots, asked, days);
  useEffect(() => { if (canvas) fillRegions(canvas, asked.level, shades); }, [canvas, asked.level, shades]);
  useEffect(() => { if (canvas) showArea(canvas, ringsOf(asked, ground), asked.tool === "polygon" ? asked.polygon : asked.tool === "circle" && asked.circle ? [asked.circle.at] : []); }, [canvas, asked, ground]);
  useEffect(() => { if (canvas) showFound(canvas, found, pointed); }, [canvas, found, pointed]);
  useEffect(() => { if (canvas && pointed) canvas.easeTo({ center: [...pointed], zoom: Math.max(canvas.getZoom(), 12) }); }, [canvas, pointed]);
  useEffect(() => { if (canvas && asked.tool === "circle" && asked.circle) canvas.easeTo({ center: [...asked.circle.at] }); }, [canvas, asked.tool, asked.circle]);

  return <div className="map-canvas" ref={element} aria-busy={!canvas} data-base={laid} />;
}

function useDots(canvas: Canvas | null, dots: readonly Dots[], asked: Asked, days: readonly [number, number] | null): void {
  const { set } = useColours();
  const shown = useRef(new Map<string, string>());
  useEffect(() => {
    if (!canvas) return;
    const how = days ? "points" : asked.draw;
    const wanted = new Map(dots.filter(({ drawn }) => drawn).map((dot) => [dot.layer.name, dot]));
    for (const name of [...shown.current.keys()].filter((one) => !wanted.has(one))) {
      dropLayer(canvas, name);
      shown.current.delete(name);
    }
    for (const [name, { drawn, colour }] of wanted) {
      if (drawn) drawLayer(canvas, name, drawn, how, colour, set);
      shown.current.set(name, how);
    }
    // Days are shown by a filter, below; whether any are decides how points are drawn.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [canvas, dots, asked.draw, set, days === null]);
  useEffect(() => { if (canvas) showDays(canvas, dots.map(({ layer }) => layer.name), days); }, [canvas, dots, days]);
}

function ringsOf(asked: Asked, ground: Ground | undefined): readonly (readonly Point[])[] {
  if (asked.tool === "circle" && asked.circle) return [ring(asked.circle.at, asked.circle.metres)];
  if (asked.tool === "polygon" && asked.polygon.length >= 3) return [[...asked.polygon, ...asked.polygon.slice(0, 1)]];
  if (asked.tool !== "region" || !asked.region) return [];
  const geometry = ground?.regions.features.find((each) => each.properties.code === asked.region)?.geometry;
  const polygons = !geometry ? [] : geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().map((one) => one.map(([x = 0, y = 0]) => [x, y] as const));
}
