import type { Said } from "./words";

/** The grades of GB/T 43697, lowest first. What the server calls one is its Chinese name. */
export const GRADES: readonly Said[] = [
  { zh: "一般1级", en: "general 1" },
  { zh: "一般2级", en: "general 2" },
  { zh: "一般3级", en: "general 3" },
  { zh: "一般4级", en: "general 4" },
  { zh: "重要", en: "important" },
  { zh: "核心", en: "core" },
];

/** A grade in both languages. */
export function graded(grade: string): Said {
  return GRADES.find(({ zh }) => zh === grade) ?? { zh: grade, en: grade };
}

/** How high a grade is: its place among them. */
export function height(grade: string): number {
  return GRADES.findIndex(({ zh }) => zh === grade);
}
