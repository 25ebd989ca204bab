import { createHash } from "node:crypto";
import type { Plugin, Rolldown } from "vite";

const NAME = "sw.js";
/** Pages somebody in the field must be able to open when the network is gone already. */
const IN_THE_FIELD = ["TasksPage", "OrderPage", "WaitingPage"];

/**
 * Tells the service worker, built under a fixed name, which files the shell is made of: what every page needs, signed in
 * or not, and the pages of the field. Those it fetches at once; another page's own files are kept when it is first opened.
 */
export function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle[NAME];
      if (worker?.type !== "chunk") throw new Error(`${NAME} was not built`);
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const missing = IN_THE_FIELD.filter((name) => chunks.every((chunk) => chunk.name !== name));
      if (missing.length > 0) throw new Error(`no page of this name for the service worker to keep: ${missing.join(", ")}`);
      const views = chunks.filter((chunk) => chunk.name === "index" || IN_THE_FIELD.includes(chunk.name) || chunk.facadeModuleId?.includes("/src/views/"));
      const files = [...views.reduce((found, chunk) => reach(chunk, bundle, found), new Set<string>())].sort();
      const version = createHash("sha256").update(Object.keys(bundle).sort().join("\n")).digest("hex").slice(0, 12);
      worker.code = worker.code.replace("__SHELL__", JSON.stringify(files)).replace("__VERSION__", JSON.stringify(version));
    },
  };
}

/** The chunk, its styles, and all it imports before it runs. */
function reach(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, found: Set<string>): Set<string> {
  if (found.has(`/${chunk.fileName}`)) return found;
  found.add(`/${chunk.fileName}`);
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(`/${style}`);
  for (const name of chunk.imports) {
    const next = bundle[name];
    if (next?.type === "chunk") reach(next, bundle, found);
  }
  return found;
}
