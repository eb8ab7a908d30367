/**
 * Service worker: keeps the page and the files that the field form needs, so that it opens with no network. Requests to
 * the API pass it by: answers are never kept, and nothing of the records is on the device through it.
 */
const scope = globalThis as unknown as ServiceWorkerGlobalScope;
const cacheName = 'linewatch-console';
const page = '/';
/** A link that hangs is no better than none. */
const patienceMs = 4_000;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
  assets?: string[];
}

scope.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => scope.skipWaiting()));
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener('message', (event) => {
  if (event.data === 'keep') event.waitUntil(keep());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request));
  else if (request.mode === 'navigate' && !/^\/(v1|editions|health|metrics)(\/|$)/.test(url.pathname))
    event.respondWith(fromNetworkFirst(request));
  else if (['/icon.svg', '/app.webmanifest'].includes(url.pathname)) event.respondWith(fromCacheFirst(request));
});

/** The page, what it starts with, the field form, and their words in every language; drops what no build names. */
async function keep(): Promise<void> {
  const manifest = (await (await fetch('/manifest.json', { cache: 'no-cache' })).json()) as Record<string, Chunk>;
  const wanted = new Set<string>([page, '/icon.svg', '/app.webmanifest']);
  const follow = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || wanted.has(`/${chunk.file}`)) return;
    wanted.add(`/${chunk.file}`);
    for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) wanted.add(`/${file}`);
    for (const next of chunk.imports ?? []) follow(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) {
    const isNeeded = chunk.isEntry || /^src\/(locales|offline|screens\/(field|account))\//.test(key);
    if (isNeeded && chunk.file !== 'worker.js') follow(key);
  }
  const cache = await caches.open(cacheName);
  const kept = (await cache.keys()).map((request) => new URL(request.url).pathname);
  // The page is the one file whose content changes under its address.
  const missing = [...wanted].filter((path) => path === page || !kept.includes(path));
  await cache.addAll(
    missing.map((path) => new Request(path, { cache: 'no-cache', headers: { accept: 'text/html, */*' } })),
  );
  const known = new Set(Object.values(manifest).map(({ file }) => `/${file}`));
  for (const chunk of Object.values(manifest)) for (const file of chunk.css ?? []) known.add(`/${file}`);
  for (const path of kept)
    if (path.startsWith('/assets/') && !known.has(path) && !wanted.has(path)) await cache.delete(path);
}

async function fromCacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function fromNetworkFirst(request: Request): Promise<Response> {
  const kept = await caches.match(page, { ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs));
  return Promise.race([fetch(request).catch(() => kept), late]);
}
