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

/* What the server pushes while the page is closed, and where it leads. */
const unclear = () => (self.navigator.language?.startsWith('zh') ? { title: '熟客', body: '有新通知，请打开查看' } : { title: 'Shuke', body: 'There is something new; open it to see' });

function said(event) {
  try {
    return { path: '/notifications', tag: 'notice', again: true, ...event.data.json() };
  } catch {
    return { path: '/notifications', tag: 'notice', again: true, ...unclear() };
  }
}

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function show(event) {
  const { title, body, path, tag, again, lang, at, notice } = said(event);
  // Whoever looks at the page sees its bell. Only Chromium lets a message pass without showing anything.
  if (notice && 'userAgentData' in self.navigator && (await windows()).some((one) => one.focused)) return;
  const timestamp = Date.parse(at);
  await self.registration.showNotification(title, { body, tag, lang, renotify: Boolean(again), ...(timestamp && { timestamp }), data: { path, notice } });
}
self.addEventListener('push', (event) => event.waitUntil(show(event)));

/** Asks an open page to go there, so that nothing typed in it is lost; answers whether it does. */
function goes(client, path) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), 1000);
    client.postMessage({ go: path }, [port2]);
  });
}

const call = (method, path, body) => fetch(`/api/v1${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function open({ path = '/', notice }) {
  const read = notice && call('PATCH', `/notifications/${notice}`, { read: true }).catch(() => undefined);
  const page = (await windows()).sort((one, other) => Number(other.focused) - Number(one.focused))[0];
  // The press of the message allows one window to be brought up, so that comes first.
  const up = await page?.focus().catch(() => undefined);
  if (!up || !(await goes(up, path))) await self.clients.openWindow(path);
  await read;
}
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? {}));
});

/** A browser has given itself a new address: told on, where this device is wanted still. */
async function renew({ newSubscription }) {
  const { key, devices } = await (await fetch('/api/v1/me/push')).json();
  if (!key || !devices.some((one) => one.current)) return;
  const subscription = newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  await call('POST', '/me/push/devices', subscription);
}
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));
