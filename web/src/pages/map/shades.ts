/** Regions filled from the ground's colour to the layer's, by the square root of their numbers; what is not told is not filled. */
export function shadesOf(rows: readonly { region: string; n: number | null }[], colour: string, ground: string): readonly (readonly [code: string, colour: string])[] {
  const most = Math.max(1, ...rows.map((row) => row.n ?? 0));
  return rows.flatMap(({ region, n }) => (n === null ? [] : [[region, between(ground, colour, 0.12 + 0.68 * Math.sqrt(n / most))] as const]));
}

/** A colour so far on the way from one to another. */
export function between(one: string, other: string, share: number): string {
  const part = (at: number): string => Math.round(hex(one, at) + (hex(other, at) - hex(one, at)) * share).toString(16).padStart(2, "0");
  return `#${part(1)}${part(3)}${part(5)}`;
}

function hex(colour: string, at: number): number {
  return parseInt(colour.slice(at, at + 2), 16);
}
