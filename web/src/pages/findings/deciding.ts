import { useSyncExternalStore } from "react";
import { queries, server, type Shape } from "../../api/client";
import type { paths } from "../../api/schema";

type Asked = paths["/api/findings/decisions"]["post"]["requestBody"]["content"]["application/json"];
export type Kind = Asked["kind"];
export type Choice = Omit<Asked, "findings">;

/** What was decided last, here: it can be taken back for a minute, on whatever page of findings. */
export interface Last {
  batch: string;
  kind: Kind;
  done: readonly string[];
  refused: readonly Shape["RefusedOne"][];
  /** Taken back already. */
  undone: boolean;
}

const UNDO_MS = 60_000;
let last: Last | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function keep(next: Last | undefined): void {
  last = next;
  for (const listener of listeners) listener();
}

export function useLast(): Last | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
}

export function forget(): void {
  clearTimeout(timer);
  keep(undefined);
}

/** The same decision about each of these findings; what it did not fit is told one by one. */
export async function decide(choice: Choice, findings: readonly string[]): Promise<void> {
  const { data } = await server.POST("/api/findings/decisions", { body: { ...choice, findings: [...findings] } });
  if (!data) return;
  clearTimeout(timer);
  timer = setTimeout(forget, UNDO_MS);
  keep({ batch: data.batch, kind: choice.kind, done: data.done, refused: data.refused, undone: false });
  await refresh();
}

export async function undo(): Promise<void> {
  if (!last || last.undone || last.done.length === 0) return;
  const { batch, kind } = last;
  const { data } = await server.POST("/api/findings/decisions/undo", { body: { batch } });
  if (!data) return;
  keep({ batch, kind, done: data.done, refused: data.refused, undone: true });
  await refresh();
}

/** Everything that counts or lists findings. What one rests on stays as it is, and takes long to read again. */
export async function refresh(): Promise<void> {
  await queries.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(findings|orders|questions|rules)(?!.*\/evidence)/.test(String(queryKey[1])) });
}
