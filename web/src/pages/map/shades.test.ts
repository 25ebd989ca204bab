import { expect, it } from "vitest";
import { between } from "../../ui/chart/shade";
import { shadesOf } from "./shades";

it("goes from one colour to the other", () => {
  expect(between("#000000", "#ff8000", 0)).toBe("#000000");
  expect(between("#000000", "#ff8000", 1)).toBe("#ff8000");
  expect(between("#000000", "#ff8000", 0.5)).toBe("#804000");
});

it("leaves a region alone whose number is not told", () => {
  expect(shadesOf([{ region: "990102", n: null }, { region: "990103", n: 4 }], "#ff0000", "#ffffff").map(([code]) => code)).toEqual(["990103"]);
});
