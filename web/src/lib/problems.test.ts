import { expect, test } from "vitest";
import { Failure, isLost } from "./problems";

const unreached = new TypeError("Failed to fetch");

test("what was read stays while the server is not reached", () => {
  expect(isLost(unreached, { number: "1" })).toBe(false);
  expect(isLost(new Failure(502, []), { number: "1" })).toBe(false);
  expect(isLost(null, { number: "1" })).toBe(false);
});

test("what was never read, or is refused now, is told as a failure", () => {
  expect(isLost(unreached, undefined)).toBe(true);
  expect(isLost(new Failure(404, []), { number: "1" })).toBe(true);
  expect(isLost(new Failure(403, []), { number: "1" })).toBe(true);
});
