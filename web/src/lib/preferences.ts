import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
export type Scheme = "system" | "light" | "dark";

/** What somebody chose for this browser. Kept here only: it says nothing about the city. */
export interface Preferences {
  language: Language;
  scheme: Scheme;
  /** 适老: large type, strong contrast, fewer things. */
  elder: boolean;
  /** The side navigation shows icons only. */
  narrow: boolean;
  /** Single letters act (WCAG 2.1.4: they can be switched off). */
  letters: boolean;
}

const KEY = "shuzhi.preferences";
const FIRST: Preferences = { language: "zh", scheme: "system", elder: false, narrow: false, letters: true };

let present: Preferences = read();
const listeners = new Set<() => void>();

function read(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" ? { ...FIRST, ...kept } : FIRST;
  } catch {
    return FIRST; // storage is forbidden or was edited: the page works all the same
  }
}

export function prefer(changes: Partial<Preferences>): void {
  present = { ...present, ...changes };
  try {
    localStorage.setItem(KEY, JSON.stringify(present));
  } catch {
    // not kept beyond this page
  }
  for (const listener of listeners) listener();
}

/** What is chosen in another tab holds here too, until the answer is called. */
export function followOtherTabs(): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key !== KEY) return;
    present = read();
    for (const listener of listeners) listener();
  };
  window.addEventListener("storage", heard);
  return () => { window.removeEventListener("storage", heard); };
}

export function preferences(): Preferences {
  return present;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}
