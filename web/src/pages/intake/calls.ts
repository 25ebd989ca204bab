import type { Shape } from "../../api/client";
import { asFailure, Failure, failureOf, UNREACHED } from "../../lib/problems";
import { csrf } from "../../lib/send";

export type Submission = Shape["SubmissionDetail"];

/** How far an upload is, and how long the rest will take. `reading`: all is sent, the server looks at it. */
export interface Upload {
  percent: number;
  seconds: number;
  reading: boolean;
}

/** Sends a file for a source, telling how far it is. Answers what the server saw in it; throws a Failure. */
export function sendFile(source: string, file: File, tell: (upload: Upload) => void): Promise<Submission> {
  const form = new FormData();
  form.append("source", source);
  form.append("file", file);
  const began = performance.now();
  // fetch does not tell how much was sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => {
      const seconds = (performance.now() - began) / 1000;
      tell({ percent: Math.floor((100 * loaded) / total), seconds: Math.ceil((seconds * (total - loaded)) / Math.max(loaded, 1)), reading: loaded === total });
    };
    request.onerror = () => { reject(new Failure(0, [UNREACHED])); };
    request.onload = () => {
      const answer = new Response(request.responseText, { status: request.status });
      if (answer.ok) resolve(JSON.parse(request.responseText) as Submission);
      else void failureOf(answer).then(reject, reject);
    };
    request.open("POST", "/api/intake/submissions");
    for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
    request.send(form);
  });
}

/** Sends a filled-in sheet of repairs. */
export async function sendSheet(batch: string, file: File): Promise<number> {
  return (await post<{ rows: number }>(`/api/intake/batches/${batch}/mend-sheet`, file)).rows;
}

/** Which fields of a form the city has already. */
export function askForm(file: File): Promise<Shape["FormOut"]> {
  return post("/api/intake/form", file);
}

async function post<T>(to: string, file: File): Promise<T> {
  const form = new FormData();
  form.append("file", file);
  try {
    const answer = await fetch(to, { method: "POST", headers: csrf(), body: form });
    if (!answer.ok) throw await failureOf(answer);
    return (await answer.json()) as T;
  } catch (thrown) {
    throw asFailure(thrown);
  }
}
