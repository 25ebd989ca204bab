import { between } from "../../ui/chart/shade";

/** Regions filled from the ground's colour to the layer's, by the square root of their numbers; what is not told is not filled. */
export function shadesOf(rows: readonly { region: string; n: number | null }[], colour: string, ground: string): readonly (readonly [code: string, colour: string])[] {
  const most = Math.max(1, ...rows.map((row) => row.n ?? 0));
  return rows.flatMap(({ region, n }) => (n === null ? [] : [[region, between(ground, colour, 0.12 + 0.68 * Math.sqrt(n / most))] as const]));
}
