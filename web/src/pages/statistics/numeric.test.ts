import { createElement } from "react";
import { expect, test } from "vitest";
import { isNumeric } from "./numeric";

test("numbers, shares, signs and what is missing make a column of numbers", () => {
  expect(isNumeric(["1,024", "12.5%", "+3", "−0.4", "—", null, 7])).toBe(true);
  expect(isNumeric([createElement("a", { href: "/x" }, "18"), createElement("strong", null, "2")])).toBe(true);
});

test("words, dates and whatever a component draws do not", () => {
  expect(isNumeric(["3", "三个"])).toBe(false);
  expect(isNumeric(["2026-06-30"])).toBe(false);
  expect(isNumeric([createElement("a", { href: "/x" }, "民政局")])).toBe(false);
  expect(isNumeric(["—", "—"])).toBe(false);
  expect(isNumeric([createElement(() => null)])).toBe(false);
});
