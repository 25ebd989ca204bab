import { expect, test } from "vitest";
import type { Answer } from "../../views/screen/answers";
import { drawing, viewOf } from "./view";

const answer = (kinds: readonly string[], rows = 3, top: number | null = null): Answer => ({
  inquiry: { indicator: "a.b", top },
  title: { zh: "数", en: "number" },
  columns: kinds.map((name) => ({ name, kind: name === "previous_change" || name === "rank" ? "comparison" : name })),
  rows: Array.from({ length: rows }, () => []),
} as unknown as Answer);

test("what an answer is split by decides how it is drawn", () => {
  expect(drawing(answer(["value"]), true)).toBe("kpi");
  expect(drawing(answer(["time", "value"], 40), true)).toBe("line");
  expect(drawing(answer(["dimension", "value"]), true)).toBe("bar");
  expect(drawing(answer(["dimension", "value"], 40), true)).toBe("ranking");
  expect(drawing(answer(["dimension", "value"], 3, 3), true)).toBe("ranking");
  expect(drawing(answer(["time", "dimension", "dimension", "value"]), true)).toBeNull();
});

test("only parts that add up are put upon each other", () => {
  expect(drawing(answer(["time", "dimension", "value"]), true)).toBe("stacked");
  expect(drawing(answer(["time", "dimension", "value"]), false)).toBe("heat");
});

test("what a drawing does not tell is told by a table", () => {
  const kinds = (of: readonly string[]): string[] => viewOf(answer(of), true).panels.map(({ kind }) => kind);
  expect(kinds(["value"])).toEqual(["kpi"]);
  expect(kinds(["value", "previous_change"])).toEqual(["kpi"]);
  expect(kinds(["value", "rank"])).toEqual(["kpi", "table"]);
  expect(kinds(["dimension", "value"])).toEqual(["bar", "table"]);
});
