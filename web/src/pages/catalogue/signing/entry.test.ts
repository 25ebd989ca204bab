import { expect, test } from "vitest";
import { entryOf } from "./entry";

const NOTHING = { sharing: undefined, sharingBasis: "", condition: "", opening: undefined, openingBasis: "" };
const ENTRY = { sharing: { kind: "conditional", basis: "条例", condition: "限核查" }, opening: { kind: "closed", basis: "含个人信息" } } as const;

test("what was left empty stays as it is", () => {
  expect(entryOf(ENTRY, { ...NOTHING, condition: "限监督" })).toEqual({ sharing: { kind: "conditional", basis: "条例", condition: "限监督" }, opening: ENTRY.opening });
});

test("a condition goes with the kind that has one", () => {
  expect(entryOf(ENTRY, { ...NOTHING, sharing: "withheld", sharingBasis: "某法" }).sharing).toEqual({ kind: "withheld", basis: "某法" });
});

test("nothing is asked of what nobody decided and nobody fills in", () => {
  expect(entryOf({ sharing: null, opening: null }, { ...NOTHING, opening: "open", openingBasis: "公示" })).toEqual({ opening: { kind: "open", basis: "公示" } });
});
