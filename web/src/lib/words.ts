import { usePreferences } from "./preferences";

/** Words in both languages, as the server sends them. */
export interface Said {
  zh: string;
  en: string;
}

/** The same keys with the same parameters, the words of another language. */
export type Same<T> = T extends string
  ? string
  : T extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof T]: Same<T[Key]> };

/** The words of a page in the reader's language: `const t = useWords({ zh, en })`. */
export function useWords<T extends object>(words: { zh: T; en: Same<T> }): Same<T> {
  const { language } = usePreferences();
  return language === "zh" ? (words.zh as unknown as Same<T>) : words.en;
}

/** Picks the reader's language out of what the server said. */
export function useSay(): (said: Said) => string {
  const { language } = usePreferences();
  return (said) => said[language];
}
