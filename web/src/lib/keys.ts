import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { preferences } from "./preferences";

/** One key, or two one after the other ("g f"), that acts while its component is shown. */
export interface Shortcut {
  keys: string;
  /** What it does, in the reader's language. */
  does: string;
  run: (event: KeyboardEvent) => void;
}

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
}

const SEQUENCE_MS = 1000;
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox]";

let groups: readonly Group[] = [];
let started = "";
let startedAt = 0;
const listeners = new Set<() => void>();

function tell(next: readonly Group[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

function press(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target.closest(TYPING) ?? target.closest("[role=dialog]")) return;
  if (!preferences().letters) return;
  const sequence = event.timeStamp - startedAt < SEQUENCE_MS && started ? `${started} ${event.key}` : event.key;
  const all = groups.flatMap((group) => group.shortcuts);
  const hit = all.findLast((shortcut) => shortcut.keys === sequence) ?? all.findLast((shortcut) => shortcut.keys === event.key);
  const begins = all.some((shortcut) => shortcut.keys.startsWith(`${event.key} `));
  started = !hit && begins ? event.key : "";
  startedAt = event.timeStamp;
  // Enter and space belong to the button or link that has the focus.
  if (!hit || (["Enter", " "].includes(event.key) && target.closest("a, button, [role=button], summary"))) return;
  event.preventDefault();
  hit.run(event);
}

/** Makes the keys act, and lists them in the help, while the calling component is shown. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const named = shortcuts.map(({ keys, does }) => `${keys}\t${does}`).join("\n");
  const act = useEffectEvent((keys: string, event: KeyboardEvent) => {
    shortcuts.find((shortcut) => shortcut.keys === keys)?.run(event);
  });
  useEffect(() => {
    if (!named) return undefined;
    const group: Group = {
      title,
      shortcuts: named.split("\n").map((line) => {
        const [keys = "", does = ""] = line.split("\t");
        return { keys, does, run: (event) => { act(keys, event); } };
      }),
    };
    if (groups.length === 0) addEventListener("keydown", press);
    tell([...groups, group]);
    return () => {
      tell(groups.filter((other) => other !== group));
      if (groups.length === 0) removeEventListener("keydown", press);
    };
  }, [title, named]);
}

/** Every shortcut that acts now, by group. */
export function useShortcutHelp(): readonly Group[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
