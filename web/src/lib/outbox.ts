import { useSyncExternalStore } from "react";
import { kept, type Waiting } from "./kept";
import { asFailure, isFinal } from "./problems";
import { newId, send } from "./send";

type Change = Pick<Waiting, "owner" | "method" | "path" | "body" | "files" | "title">;

const AGAIN_MS = 30_000;
const channel = new BroadcastChannel("shuzhi-outbox");
let waiting: readonly Waiting[] = [];
const listeners = new Set<() => void>();

/**
 * Keeps the change on this device first, then sends it. Answers what the server answered, or `"waiting"` when it could
 * not be reached: then it is sent later, exactly once. Throws the Failure when the server refused it for good.
 */
export async function submit(change: Change): Promise<unknown> {
  const one: Waiting = { ...change, id: newId(), made: Date.now() };
  try {
    await (await kept()).put("waiting", one);
  } catch {
    return send(one); // a browser that keeps nothing: now or never
  }
  try {
    return await alone(() => deliver(one));
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (!isFinal(failure.status)) {
      await changed();
      return "waiting";
    }
    await discard(one.id); // whoever filled it in is looking at the form
    throw failure;
  }
}

/** Sends what waits for this user, oldest first. Stops where the server is not reached. */
export async function flush(owner: string): Promise<void> {
  await alone(async () => {
    const mine = (await all()).filter((one) => one.owner === owner && !one.refused);
    for (const one of mine) {
      try {
        await deliver(one);
      } catch (thrown) {
        const failure = asFailure(thrown);
        if (!isFinal(failure.status)) return;
        await (await kept()).put("waiting", { ...one, refused: failure.problems });
        await changed();
      }
    }
  }).catch(() => undefined); // a browser that keeps nothing has nothing to send
}

export async function discard(id: string): Promise<void> {
  await (await kept()).delete("waiting", id);
  await changed();
}

/** Tries again by itself while this user is signed in: at once, when the network is back, and every half minute. */
export function keepSending(owner: string): () => void {
  const again = (): void => void flush(owner);
  const heard = (): void => void changed({ here: true });
  const timer = setInterval(again, AGAIN_MS);
  addEventListener("online", again);
  channel.addEventListener("message", heard);
  heard();
  again();
  return () => {
    clearInterval(timer);
    removeEventListener("online", again);
    channel.removeEventListener("message", heard);
  };
}

/** What waits on this device, of every user of it. */
export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
}

async function deliver(one: Waiting): Promise<unknown> {
  // Another page may have sent it while this one waited for its turn.
  if (!(await (await kept()).get("waiting", one.id))) return null;
  const answer = await send(one);
  await discard(one.id);
  return answer;
}

async function all(): Promise<Waiting[]> {
  const found = await (await kept()).getAll("waiting");
  return found.sort((one, other) => one.made - other.made);
}

async function changed({ here = false } = {}): Promise<void> {
  waiting = await all().catch(() => []);
  for (const listener of listeners) listener();
  if (!here) channel.postMessage("changed");
}

/** One page of this browser at a time. (Locks are missing on a plain http address: there the id alone protects.) */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  // The types promise locks; browsers give them to https and localhost only.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? locks.request("shuzhi-outbox", work) : work();
}
