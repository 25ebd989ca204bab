import { expect, test } from "vitest";
import { arranged, room, rows, type At } from "./arranging";

const ROW: readonly At[] = [[1, 1, 4, 2], [5, 1, 4, 2], [9, 1, 4, 2]];

test("what it would cover goes down, what stands beside stays", () => {
  expect(arranged(ROW, 0, [5, 1, 4, 2], 12)).toEqual([[5, 1, 4, 2], [5, 3, 4, 2], [9, 1, 4, 2]]);
});

test("what goes down pushes what is below it", () => {
  const stack: readonly At[] = [[1, 1, 4, 1], [1, 2, 4, 1], [1, 3, 4, 1]];
  expect(arranged(stack, 0, [1, 1, 4, 2], 12)).toEqual([[1, 1, 4, 2], [1, 3, 4, 1], [1, 4, 4, 1]]);
});

test("it stays on the grid", () => {
  expect(arranged(ROW, 2, [11, 0, 4, 2], 12)?.[2]).toEqual([9, 1, 4, 2]);
  expect(arranged(ROW, 0, [1, 1, 99, 2], 12)?.[0]).toEqual([1, 1, 12, 2]);
});

test("nothing is pushed off the grid's end", () => {
  expect(arranged([[1, 1, 12, 1], [1, 2, 12, 23]], 0, [1, 1, 12, 2], 12)).toBeNull();
});

test("no two ever stand on each other", () => {
  let all: readonly At[] = ROW;
  for (let step = 0; step < 200; step += 1) {
    const to: At = [1 + (step * 7) % 12, 1 + (step * 5) % 9, 1 + (step * 3) % 6, 1 + step % 3];
    all = arranged(all, step % 3, to, 12) ?? all;
    const cells = all.flatMap(([column, row, width, height]) => Array.from({ length: width * height }, (_, at) => `${String(column + at % width)} ${String(row + Math.floor(at / width))}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(rows(all)).toBeLessThanOrEqual(24);
  }
});

test("a new one stands in the first room there is", () => {
  expect(room(ROW, 4, 2, 12)).toEqual([1, 3, 4, 2]);
  expect(room([[1, 1, 3, 1], [7, 1, 6, 1]], 3, 1, 12)).toEqual([4, 1, 3, 1]);
  expect(room([[1, 1, 12, 24]], 1, 1, 12)).toBeNull();
});
