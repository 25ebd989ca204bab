import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { Shape } from "../../api/client";

export type Layer = Shape["LayerOut"];
export type Found = Shape["LayerFound"];
export type Place = Shape["PlaceFound"];
export type Point = readonly [longitude: number, latitude: number];
export type Tool = "circle" | "polygon" | "region";
export type Drawing = "points" | "clusters" | "heat";
export type Level = "county" | "town";

export const RADII = [200, 500, 1000, 2000, 5000, 10000] as const;
const EXACT = 5;

/** What is asked of the map. All of it stands in the address: a question can be sent to somebody. */
export interface Asked {
  /** Names of layers; null: all. */
  layers: readonly string[] | null;
  tool: Tool;
  circle: { at: Point; metres: number } | null;
  polygon: readonly Point[];
  region: string;
  since: string;
  until: string;
  draw: Drawing;
  level: Level;
  metres: number;
  /** What lies under the map, by its name; "": the city's first, NO_BASE: nothing. */
  base: string;
}

export const NO_BASE = "none";

type Change = Partial<Record<"layers" | "tool" | "circle" | "polygon" | "region" | "since" | "until" | "draw" | "level" | "metres" | "base", string>>;

export function useAsked(): readonly [Asked, (change: Change) => void] {
  const [params, setParams] = useSearchParams();
  const asked = useMemo(() => read(params), [params]);
  const change = (changes: Change): void => {
    setParams((old) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value) old.set(name, value);
        else old.delete(name);
      }
      return old;
    }, { replace: true });
  };
  return [asked, change];
}

function read(params: URLSearchParams): Asked {
  const text = (name: string): string => params.get(name) ?? "";
  const [x, y, r] = numbers(text("circle"));
  const polygon = text("polygon").split(";").map(numbers).flatMap(([a, b]) => (a === undefined || b === undefined ? [] : [[a, b] as const]));
  return {
    layers: params.has("layers") ? text("layers").split(",").filter(Boolean) : null,
    tool: oneOf(text("tool"), ["circle", "polygon", "region"]),
    circle: x === undefined || y === undefined || r === undefined ? null : { at: [x, y], metres: r },
    polygon,
    region: text("region"),
    since: text("since"),
    until: text("until"),
    draw: oneOf(text("draw"), ["points", "clusters", "heat"]),
    level: oneOf(text("level"), ["county", "town"]),
    metres: r ?? (Number(text("metres")) || 1000),
    base: text("base"),
  };
}

function numbers(text: string): number[] {
  return text === "" ? [] : text.split(",").map(Number).filter(Number.isFinite);
}

function oneOf<T extends string>(text: string, all: readonly [T, ...T[]]): T {
  return all.find((one) => one === text) ?? all[0];
}

export function pointText([x, y]: Point): string {
  return `${x.toFixed(EXACT)},${y.toFixed(EXACT)}`;
}

/** The area as the API's parameters; null where none is complete yet. */
export function areaOf(asked: Asked): { circle: string } | { polygon: string } | { region: string } | null {
  if (asked.tool === "circle" && asked.circle) return { circle: `${pointText(asked.circle.at)},${asked.circle.metres}` };
  if (asked.tool === "polygon" && asked.polygon.length >= 3) return { polygon: asked.polygon.map(pointText).join(";") };
  if (asked.tool === "region" && asked.region) return { region: asked.region };
  return null;
}

export function periodOf({ since, until }: Asked): { since?: string; until?: string } {
  return { ...(since ? { since } : {}), ...(until ? { until } : {}) };
}

/** A day, so many days later: both as a form writes them. */
export function later(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysSince1970(day: string): number {
  return Math.round(Date.parse(day) / 86_400_000);
}

/** A circle as a ring of corners, for drawing it. */
export function ring([x, y]: Point, metres: number): Point[] {
  const up = metres / 111_320;
  const across = up / Math.cos((y * Math.PI) / 180);
  return Array.from({ length: 65 }, (_, at) => {
    const turn = (at / 64) * 2 * Math.PI;
    return [x + across * Math.cos(turn), y + up * Math.sin(turn)] as const;
  });
}
