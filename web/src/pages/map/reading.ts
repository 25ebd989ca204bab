import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { api, server } from "../../api/client";
import { failureOf } from "../../lib/problems";
import { areaOf, periodOf, type Asked, type Layer } from "./asking";

export interface Ground {
  regions: FeatureCollection<Polygon | MultiPolygon, { code: string; name: string; level: string }>;
  ground: FeatureCollection;
}

/** Three numbers each: x, y and day of a point, or x, y and number of a cell. */
export interface Drawn {
  kind: "points" | "cells";
  values: Float32Array;
}

/** Where an answer is so large that it comes as bytes. */
async function fetched(path: string): Promise<Response> {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (!answer.ok) throw await failureOf(answer);
  return answer;
}

export function useGround(has: boolean) {
  return useQuery({
    queryKey: ["map-ground"],
    queryFn: async () => (await fetched("/api/map/ground")).json() as Promise<Ground>,
    enabled: has,
    staleTime: 300_000,
  });
}

/** What to draw of each layer of points. */
export function useDrawn(layers: readonly Layer[], asked: Asked, box: string) {
  const period = periodOf(asked);
  return useQueries({
    queries: layers.map((layer) => ({
      queryKey: ["map-points", layer.name, period, box],
      queryFn: async (): Promise<Drawn> => {
        const answer = await fetched(`/api/map/points?${new URLSearchParams({ layer: layer.name, ...period, ...(box ? { box } : {}) }).toString()}`);
        return { kind: answer.headers.get("X-Kind") === "cells" ? "cells" : "points", values: new Float32Array(await answer.arrayBuffer()) };
      },
      placeholderData: keepPreviousData,
    })),
    combine: datas,
  });
}

export function useCounts(layers: readonly Layer[], asked: Asked) {
  return useQueries({
    queries: layers.map((layer) => ({
      queryKey: ["map-counts", layer.name, asked.level, periodOf(asked)],
      queryFn: async () => (await server.GET("/api/map/counts", { params: { query: { layer: layer.name, level: asked.level, ...periodOf(asked) } } })).data ?? [],
      placeholderData: keepPreviousData,
    })),
    combine: datas,
  });
}

export function useFound(layers: readonly Layer[], asked: Asked) {
  const area = areaOf(asked);
  return api.useQuery(
    "get",
    "/api/map/found",
    { params: { query: { layers: layers.map((layer) => layer.name), ...area, ...periodOf(asked) } } },
    { enabled: area !== null && layers.length > 0, placeholderData: keepPreviousData },
  );
}

/** What the answers hold; the same array while they hold the same. */
function datas<T>(answers: readonly { data: T | undefined }[]): (T | undefined)[] {
  return answers.map(({ data }) => data);
}
