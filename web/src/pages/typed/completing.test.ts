import { expect, test } from "vitest";
import { candidates, completed, quoted } from "./completing";

const said = (zh: string) => ({ zh, en: zh });
const tables = [
  { table: "hotline.办件", title: said("热线办件"), export: true, smallest: null, columns: [{ name: "分类", title: said("分类"), level: "none" as const }, { name: "a b", title: said("a b"), level: "none" as const }] },
  { table: "finding.finding", title: said("疑点"), export: false, smallest: null, columns: [{ name: "分数", title: said("分数"), level: "none" as const }] },
];

test("tables by name or title, columns of the tables that are named", () => {
  expect(candidates("select * from hot", 17, tables)).toEqual(["hotline.办件"]);
  expect(candidates("select * from 疑", 15, tables)).toEqual(["finding.finding"]);
  expect(candidates("select 分 from hotline.办件", 8, tables)).toEqual(["分类"]);
  expect(candidates("select ", 7, tables)).toEqual([]);
});

test("the word is replaced where the caret stands", () => {
  expect(completed("select * from hot where 1", 17, "hotline.办件")).toEqual({ text: "select * from hotline.办件 where 1", caret: 24 });
  expect(quoted("a b")).toBe("\"a b\"");
});
