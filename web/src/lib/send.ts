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

/**
 * Puts the files of a body on the server, to the address `files`, each under the field it answers; the body then has their
 * ids. A file sent again under the same key gets the same id.
 */
async function upload(body: unknown, files: string, key: string, field = ""): Promise<unknown> {
  if (body instanceof Blob) {
    const form = new FormData();
    form.append("file", body, body instanceof File ? body.name : "photo.jpg");
    form.append("field", field);
    const answer = await fetch(files, { method: "POST", headers: { ...csrf(), "Idempotency-Key": key }, body: form });
    if (!answer.ok) throw await failureOf(answer);
    return ((await answer.json()) as { id: number }).id;
  }
  if (Array.isArray(body)) return Promise.all(body.map((one, at) => upload(one, files, `${key}.${String(at)}`, field)));
  if (typeof body === "object" && body !== null) {
    const pairs = Object.entries(body).map(async ([name, value], at) => [name, await upload(value, files, `${key}.${String(at)}`, name)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  }
  return body;
}

interface Change {
  id: string;
  method: string;
  path: string;
  body: unknown;
  /** Where the photos of the body go. */
  files?: string;
}

/** One change to the server, under its id. Throws a Failure when refused, a TypeError when not reached. */
export async function send(change: Change): Promise<unknown> {
  const answer = await fetch(change.path, {
    method: change.method,
    headers: { ...csrf(), "Content-Type": "application/json", "Idempotency-Key": change.id },
    body: JSON.stringify(await upload(change.body, change.files ?? change.path, change.id)),
  });
  if (!answer.ok) throw await failureOf(answer);
  return answer.status === 204 ? null : answer.json();
}
