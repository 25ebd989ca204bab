import { describe, expect, it } from "vitest";

type Tree = Record<string, unknown>;

const modules = import.meta.glob<{ words: { zh: Tree; en: Tree } }>("../**/words.ts", { eager: true });
const tables = Object.entries(modules).filter(([path]) => path !== "./words.ts");
/** Each language names the other in its own script. */
const NAMES_A_LANGUAGE = new Set(["otherLanguage"]);

function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (NAMES_A_LANGUAGE.has(key)) return [];
    if (typeof value === "string") return [[path + key, value]];
    if (typeof value === "function") return [[path + key, String((value as (...given: unknown[]) => unknown)("7", "7", "7"))]];
    return texts(value as Tree, `${path}${key}.`);
  });
}

describe.each(tables)("%s", (_, { words }) => {
  it("has the same keys in both languages", () => {
    expect(texts(words.en).map(([key]) => key).sort()).toEqual(texts(words.zh).map(([key]) => key).sort());
  });

  it("is English in English, Chinese in Chinese", () => {
    const wrong = [
      ...texts(words.en).filter(([, text]) => text.trim() === "" || /[\u3400-\u9fff]/.test(text)),
      ...texts(words.zh).filter(([, text]) => !/[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/.test(text)),
    ];
    expect(wrong).toEqual([]);
  });
});
