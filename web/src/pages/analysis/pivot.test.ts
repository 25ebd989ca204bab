import { expect, test } from "vitest";
import { drawn } from "./drawing";
import { blank, listed, readFrom, ready, written } from "./form";
import { laidOut, type Answer } from "./pivot";

const said = (zh: string) => ({ zh, en: zh });
const words = { say: ({ zh }: { zh: string }) => zh, total: "合计", subtotal: "小计", notFilled: "未填", noGroup: "全部" };
const heads = ["县", "镇", "年", "季", "行数", "金额"].map(said);
const named: Record<string, string>[] = [{ A: "甲县" }, {}, {}, {}, {}, {}];
const rest = { labels: named, more: false, withheld: 0, said: said(""), sql: "", milliseconds: 1 };
const answer: Answer = {
  ...rest, heads,
  rows: [
    ["A", "东", "2025", "Q1", 1, 10], ["A", "东", "2026", "Q1", 2, 20.5], ["A", "西", "2025", "Q2", 3, 30], ["B", null, "2026", "Q1", 4, 4000],
    ["A", "东", null, null, 3, 30.5], ["A", "西", null, null, 3, 30], ["B", null, null, null, 4, 4000],
    [null, null, "2025", "Q1", 1, 10], [null, null, "2025", "Q2", 3, 30], [null, null, "2026", "Q1", 6, 4020.5],
    [null, null, null, null, 10, 4060.5],
  ],
  sets: [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3],
};
const groups = (...columns: string[]) => columns.map((column) => ({ column, step: "value" as const }));
const form = { ...blank("p", "t"), rows: groups("县", "镇"), across: groups("年", "季"), measures: [{ how: "rows" as const }, { how: "sum" as const, of: "金额" }] };

test("heads stand over heads and are merged, and so is the side", () => {
  const { head, body, foot } = laidOut(answer, form, words);
  expect(head.map((line) => line.map(({ text, columns, rows }) => `${text} ${String(columns)}x${String(rows)}`))).toEqual([
    ["县 1x3", "镇 1x3", "2025 4x1", "2026 2x1", "合计 2x2"],
    ["Q1 2x1", "Q2 2x1", "Q1 2x1"],
    ["行数 1x1", "金额 1x1", "行数 1x1", "金额 1x1", "行数 1x1", "金额 1x1", "行数 1x1", "金额 1x1"],
  ]);
  expect(body.map(({ side }) => side.map(({ text, rows }) => `${text} ${String(rows)}`))).toEqual([["甲县 2", "东 1"], ["西 1"], ["B 1", "未填 1"]]);
  expect(body[0]?.cells).toEqual(["1", "10", "—", "—", "2", "20.5", "3", "30.5"]);
  expect(foot?.cells).toEqual(["1", "10", "3", "30", "6", "4,020.5", "10", "4,060.5"]);
});

test("without groups across the head it is a plain table, and a drawing has a series for each measure", () => {
  const plain: Answer = { ...rest, labels: [{}, {}, {}], heads: ["月", "行数", "金额"].map(said), rows: [["2026-01", 1, 10], ["2026-02", 2, null], [null, 3, 10]], sets: [0, 0, 3] };
  const of = { ...form, rows: groups("月"), across: [] };
  expect(laidOut(plain, of, words)).toMatchObject({ body: [{ cells: ["1", "10"] }, { cells: ["2", "—"] }], foot: { side: "合计", cells: ["3", "10"] } });
  expect(drawn(plain, of, words)).toEqual({ names: ["2026-01", "2026-02"], lines: [{ name: "行数", data: [1, 2] }, { name: "金额", data: [10, null] }] });
});

test("a subtotal stands below its group, beside the same outer group, with its own cells", () => {
  const rows: Answer["rows"] = [...answer.rows, ["A", null, "2025", "Q1", 1, 10], ["A", null, "2025", "Q2", 3, 30], ["A", null, "2026", "Q1", 2, 20.5], ["A", null, null, null, 6, 60.5], ["B", null, "2026", "Q1", 4, 4000], ["B", null, null, null, 4, 4000]];
  const { body } = laidOut({ ...answer, rows, sets: [...answer.sets, 10, 10, 10, 11, 10, 11] }, form, words);
  expect(body.map(({ side }) => side.map(({ text, columns, rows: high }) => `${text} ${String(columns)}x${String(high)}`))).toEqual([["甲县 1x3", "东 1x1"], ["西 1x1"], ["小计 1x1"], ["B 1x2", "未填 1x1"], ["小计 1x1"]]);
  expect(body.map(({ subtotal }) => subtotal)).toEqual([false, false, true, false, true]);
  expect(body[2]?.cells).toEqual(["1", "10", "3", "30", "2", "20.5", "6", "60.5"]);
});

test("a drawing of a table with a head has a series for each group across, of the first measure", () => {
  expect(drawn(answer, form, words)?.lines.map(({ name, data }) => [name, data])).toEqual([["2025 · Q1", [1, null, null]], ["2025 · Q2", [null, 3, null]], ["2026 · Q1", [2, null, 4]]]);
});

test("a link holds the whole form, and what is begun is not asked", () => {
  const begun = { ...form, where: [{ column: "额", how: "ge" as const, values: ["1"] }, { column: "", how: "eq" as const, values: ["x"] }, { column: "额", how: "between" as const, values: ["1", ""] }] };
  expect(ready(begun).where).toEqual([{ column: "额", how: "ge", values: ["1"] }]);
  expect(readFrom(written(form))).toEqual(form);
  expect(readFrom("#nonsense")).toBeUndefined();
  expect(listed("甲、乙，丙, 丁")).toEqual(["甲", "乙", "丙", "丁"]);
});
