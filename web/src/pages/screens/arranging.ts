/** Column, row, width and height on the grid, from 1. */
export type At = readonly [number, number, number, number];

/** As many rows as a view may have. */
export const MOST_ROWS = 24;

const overlap = (one: At, other: At): boolean =>
  one[0] < other[0] + other[2] && other[0] < one[0] + one[2] && one[1] < other[1] + other[3] && other[1] < one[1] + one[3];

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The same panels with one of them somewhere else: whatever it would cover goes down. Null: there is no room left. */
export function arranged(all: readonly At[], which: number, to: At, columns: number): readonly At[] | null {
  const width = within(to[2], 1, columns);
  const put: At = [within(to[0], 1, columns - width + 1), within(to[1], 1, MOST_ROWS), width, within(to[3], 1, MOST_ROWS)];
  const settled: At[] = [put];
  const after = all.map((at, place) => (place === which ? put : at));
  const others = all.map((at, place) => ({ at, place })).filter(({ place }) => place !== which);
  others.sort((one, other) => one.at[1] - other.at[1] || one.at[0] - other.at[0]);
  for (const { at, place } of others) {
    let down = at;
    for (let under = settled.find((held) => overlap(held, down)); under; under = settled.find((held) => overlap(held, down))) {
      down = [down[0], under[1] + under[3], down[2], down[3]];
    }
    settled.push(down);
    after[place] = down;
  }
  return rows(after) > MOST_ROWS ? null : after;
}

/** The rows they take. */
export function rows(all: readonly At[]): number {
  return Math.max(1, ...all.map(([, row, , height]) => row + height - 1));
}

/** Where a new panel of this size stands: the first room there is, read as people read. Null: there is none. */
export function room(all: readonly At[], width: number, height: number, columns: number): At | null {
  for (let row = 1; row + height - 1 <= MOST_ROWS; row += 1) {
    for (let column = 1; column + width - 1 <= columns; column += 1) {
      const at: At = [column, row, width, height];
      if (!all.some((held) => overlap(held, at))) return at;
    }
  }
  return null;
}
