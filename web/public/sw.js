/* Stands in for the server while it can't be reached: an address of the page is answered with offline.html. Everything
   else goes the usual way; what the page is made of is kept by the browser's own cache. */
const KEPT = 'shuke-1';
const OFFLINE = '/offline.html';
const SCRIPT = '/offline.js';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([OFFLINE, SCRIPT].map((path) => new Request(path, { cache: 'reload' })))));
  void self.skipWaiting();
});

async function activate() {
  for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
  // The browser asks the server while this worker still starts.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}
self.addEventListener('activate', (event) => event.waitUntil(activate()));

async function withStandIn(event, path) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(path)) ?? Response.error();
  }
}
self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname === SCRIPT) event.respondWith(withStandIn(event, SCRIPT));
  else if (event.request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(withStandIn(event, OFFLINE));
});
