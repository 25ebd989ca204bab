import { expect, test } from "vitest";
import type { Answer } from "./answers";
import { DEPTH, pickedInquiry } from "./picked";

const column = (name: string, kind: "time" | "dimension" | "value", labels: Record<string, { zh: string; en: string }> | null = null): Answer["columns"][number] => ({ name, kind, title: { zh: name, en: name }, unit: null, of: null, level: null, labels });
const inquiry: Answer["inquiry"] = { indicator: "a.b", period: "all", grain: "month", by: [{ dimension: "类" }], where: [], compare: [], beyond: [], top: null, fewest: false };
const answer = {
  inquiry,
  title: { zh: "数", en: "number" },
  columns: [column("time", "time"), column("类", "dimension", { x: { zh: "甲", en: "one" } }), column("value", "value")],
  rows: [["2026-05", "x", 1], ["2026-05", null, 2], ["2026-06", "x", 3]],
} as unknown as Answer;
const say = (said: { zh: string }): string => said.zh;

test("a part of a stack is its month and its group", () => {
  const asked = pickedInquiry("stacked", [answer], { name: "2026-06", series: "甲", value: [3] }, say);
  expect(asked).toMatchObject({ period: "2026-06", grain: null, where: [{ dimension: "类", values: ["x"] }] });
});

test("a cell of a heat map is found by its place, also where nothing was filled in", () => {
  const asked = pickedInquiry("heat", [answer], { name: "2026-05", series: "数", value: [0, 1, 2] }, say);
  expect(asked).toMatchObject({ period: "2026-05", where: [{ dimension: "类", values: [null] }] });
});

test("a node of a Sankey is of the level it stands on", () => {
  const asked = pickedInquiry("sankey", [answer], { name: `${DEPTH}甲`, series: "数", value: [3] }, say);
  expect(asked).toMatchObject({ period: "all", where: [{ dimension: "类", values: ["x"] }] });
});

test("what is nobody's group asks what was asked", () => {
  expect(pickedInquiry("bar", [answer], { name: "没有", series: "数", value: [3] }, say)).toEqual(inquiry);
});

test("one of two answers about one indicator is known by its days", () => {
  const [now, then] = [{ ...answer, since: "2026-01-01", until: "2026-06-30" }, { ...answer, inquiry: { ...inquiry, period: "2025" }, since: "2025-01-01", until: "2025-12-31" }];
  expect(pickedInquiry("radar", [now, then], { name: "数 2025-01-01–2025-12-31", series: "", value: [3] }, say)).toEqual(then.inquiry);
});

test("a node of a relation is of its own dimension", () => {
  const asked = pickedInquiry("relation", [answer], { name: `${DEPTH}甲`, series: "数", value: [3] }, say);
  expect(asked).toMatchObject({ where: [{ dimension: "类", values: ["x"] }] });
});
