import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { usePreferences } from "../../lib/preferences";
import { useSay } from "../../lib/words";
import { colours, series } from "../../ui/tokens";
import { useColours } from "../../ui/useColours";
import type { View } from "./answers";
import { PanelBox } from "./PanelBox";
import "./Screen.css";

/** The size a view is thought for, in px; type grows and shrinks with what it is shown on. */
const [WIDE, HIGH, TYPE, LEAST] = [1920, 1000, 16, 12];

/** A view on the room it is given: the same grid from a tablet to a wall, one column in the hand. Nothing is stretched.
 *  `over`: what lies over a panel. */
export function Screen({ view, wall, over }: { view: View; wall: boolean; over?: (panel: number) => ReactNode }): ReactNode {
  const say = useSay();
  const { language } = usePreferences();
  const own = useColours();
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(TYPE);
  useEffect(() => {
    if (!element.current) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize(Math.max(LEAST, Math.round(TYPE * Math.min(entry.contentRect.width / WIDE, entry.contentRect.height / HIGH))));
    });
    watch.observe(element.current);
    return () => { watch.disconnect(); };
  }, []);
  const has = view.panels.some(({ kind }) => kind === "map");
  const shapes = useShapes(has);
  const look = useMemo(() => ({ set: wall ? colours({ dark: true, elder: false }) : own.set, series: wall ? series(true) : own.series, size, language, say }), [own.set, own.series, wall, size, language, say]);
  return (
    <div ref={element} className="screen" style={{ fontSize: size, "--series": look.series[0], "--columns": view.columns, "--rows": view.rows } as React.CSSProperties} data-ready="">
      {view.panels.map((panel, at) => {
        const [column = 1, row = 1, width = 1, height = 1] = panel.at;
        return (
          <div key={at} className="screen-cell" data-kind={panel.kind} style={{ gridArea: `${String(row)} / ${String(column)} / span ${String(height)} / span ${String(width)}` }}>
            <PanelBox panel={panel} look={look} shapes={shapes} />
            {over?.(at)}
          </div>
        );
      })}
    </div>
  );
}

/** The counties' boundaries, for maps within panels. */
function useShapes(has: boolean): unknown {
  return useQuery({
    queryKey: ["screen-regions"],
    queryFn: async (): Promise<unknown> => {
      const answer = await fetch("/api/map/ground", { credentials: "same-origin" });
      if (!answer.ok) return null;
      const { regions } = await answer.json() as { regions: { features: { properties: { level: string } }[] } };
      return { type: "FeatureCollection", features: regions.features.filter(({ properties }) => properties.level === "county") };
    },
    enabled: has,
    staleTime: Infinity,
  }).data;
}
