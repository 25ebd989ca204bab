import { useSyncExternalStore } from "react";

/** Below this a page is held in one hand: cards instead of tables, a drawer instead of the side navigation. */
export const HANDHELD = "(max-width: 767px)";
export const DARK = "(prefers-color-scheme: dark)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => { media.removeEventListener("change", listener); };
    },
    () => matchMedia(query).matches,
  );
}
