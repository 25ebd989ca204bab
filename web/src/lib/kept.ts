import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Problem } from "./problems";
import type { Said } from "./words";

/** A change that somebody made and the server does not have yet. */
export interface Waiting {
  /** Sent as Idempotency-Key: the server carries out one id once. */
  id: string;
  /** The login of whoever made it. It is sent in his session only. */
  owner: string;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** JSON, in which photos stand as Blobs. */
  body: unknown;
  /** Where the photos go. */
  files?: string;
  title: Said;
  made: number;
  /** Set when the server refused it for good: somebody has to look. */
  refused?: readonly Problem[];
}

interface Draft {
  key: string;
  owner: string;
  values: unknown;
}

interface Kept extends DBSchema {
  waiting: { key: string; value: Waiting };
  drafts: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;

/** What this browser keeps for its user. Rejects where the browser keeps nothing (some private windows). */
export function kept(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>("shuzhi", 1, {
    upgrade(database) {
      database.createObjectStore("waiting", { keyPath: "id" });
      database.createObjectStore("drafts", { keyPath: "key" });
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** A form half filled in: there again after a reload, a crash, an empty battery. */
export async function keepDraft(owner: string, key: string, values: unknown): Promise<void> {
  await (await kept()).put("drafts", { key: `${owner} ${key}`, owner, values });
}

export async function draft(owner: string, key: string): Promise<unknown> {
  return (await (await kept()).get("drafts", `${owner} ${key}`))?.values;
}

export async function dropDraft(owner: string, key: string): Promise<void> {
  await (await kept()).delete("drafts", `${owner} ${key}`);
}

/** Nothing half filled in stays on a device that somebody signs out of. */
export async function dropDrafts(): Promise<void> {
  await (await kept()).clear("drafts");
}
