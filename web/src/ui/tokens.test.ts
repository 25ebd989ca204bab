import { describe, expect, it } from "vitest";
import { colours, series, type Colours } from "./tokens";

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

type Pair = readonly [keyof Colours, keyof Colours];

const grounds = ["page", "surface", "raised", "tint"] as const;
const text: Pair[] = [
  ...grounds.flatMap((ground) => (["ink", "inkQuiet", "inkFaint", "link", "linkStrong"] as const).map((ink): Pair => [ink, ground])),
  ["onBand", "band"], ["onBandQuiet", "band"],
  ["onAccent", "accent"], ["onAccent", "accentHover"], ["onAccent", "accentActive"], ["onBad", "badFill"], ["badFill", "surface"],
  ...(["good", "warn", "bad", "note"] as const).flatMap((state): Pair[] => [
    [state, `${state}Ground`], [state, "surface"], [state, "page"],
  ]),
];
const shapes: Pair[] = grounds.slice(0, 3).flatMap((ground): Pair[] => [["edge", ground], ["focus", ground]]);

describe.each([
  { dark: false, elder: false }, { dark: true, elder: false },
  { dark: false, elder: true }, { dark: true, elder: true },
])("dark $dark, 适老 $elder", (mode) => {
  const set = colours(mode);

  const failing = (pairs: Pair[], needed: (pair: Pair) => number): string[] => pairs
    .filter((pair) => contrast(set[pair[0]], set[pair[1]]) < needed(pair))
    .map(([ink, ground]) => `${ink} on ${ground}`);

  it("text can be read", () => {
    const accented = (ground: string): boolean => ground.startsWith("accent");
    expect(failing(text, ([, ground]) => mode.elder && !accented(ground) ? 7 : 4.5)).toEqual([]);
  });

  it("series can be seen on what they are drawn on", () => {
    expect(series(mode.dark).filter((colour) => contrast(colour, set.surface) < 3)).toEqual([]);
  });

  it("edges and the focus ring can be seen", () => {
    expect(failing(shapes, () => 3)).toEqual([]);
  });
});
