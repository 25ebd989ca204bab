import { failureOf } from "./problems";

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** What every change carries, so that no other site can make it. */
export function csrf(): Record<string, string> {
  return { "X-CSRFToken": cookie("csrftoken") };
}

/** A random name for one change. (`crypto.randomUUID` is missing on a plain http address.) */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Puts the files of a body on the server; the body then names them. The same file gets the same name. */
async function upload(body: unknown): Promise<unknown> {
  if (body instanceof Blob) {
    const form = new FormData();
    form.append("file", body, body instanceof File ? body.name : "photo.jpg");
    const answer = await fetch("/api/uploads", { method: "POST", headers: csrf(), body: form });
    if (!answer.ok) throw await failureOf(answer);
    return ((await answer.json()) as { id: string }).id;
  }
  if (Array.isArray(body)) return Promise.all(body.map(upload));
  if (typeof body === "object" && body !== null) {
    const pairs = Object.entries(body).map(async ([key, value]) => [key, await upload(value)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  }
  return body;
}

/** One change to the server, under its id. Throws a Failure when refused, a TypeError when not reached. */
export async function send(change: { id: string; method: string; path: string; body: unknown }): Promise<unknown> {
  const answer = await fetch(change.path, {
    method: change.method,
    headers: { ...csrf(), "Content-Type": "application/json", "Idempotency-Key": change.id },
    body: JSON.stringify(await upload(change.body)),
  });
  if (!answer.ok) throw await failureOf(answer);
  return answer.status === 204 ? null : answer.json();
}
