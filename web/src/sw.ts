/** Keeps the pages themselves on the device, so that they open without network. Never anything of the API. */
declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: readonly string[];
declare const __VERSION__: string;

const CACHE = `shuzhi-${__VERSION__}`;
const SHELL = ["/", "/icon.svg", "/manifest.webmanifest", ...__SHELL__];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

// A page that is open already stays with the network: what it began to load is not taken over halfway.
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("shuzhi-") && name !== CACHE).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/assets/") || SHELL.includes(pathname)) event.respondWith(file(request));
});

/** The server's own page when it can be reached: a new version is seen at once. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (unreached) {
    const kept = await caches.match("/");
    if (kept) return kept;
    throw unreached;
  }
}

/** Files carry the digest of their content in their name: kept when first used, and good for ever. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(CACHE)).put(request, fresh.clone());
  return fresh;
}

export {};
