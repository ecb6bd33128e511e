/** What this browser can do about messages that come while the page is closed. */

/** `install`: on an iPhone or iPad only the page on the home screen can. */
export type Ability = 'ready' | 'blocked' | 'insecure' | 'install' | 'none';

const isApple = () => /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export function ability(): Ability {
  if (!window.isSecureContext) return 'insecure';
  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) return Notification.permission === 'denied' ? 'blocked' : 'ready';
  return isApple() ? 'install' : 'none';
}

/** Why it could not be switched on. */
export class NotOn extends Error {
  constructor(readonly why: 'blocked' | 'dismissed' | 'unreached') {
    super(why);
  }
}

const base64url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** What this browser has been subscribed to, if anything. */
export async function subscription(): Promise<PushSubscription | null> {
  if (ability() !== 'ready') return null;
  const worker = await navigator.serviceWorker.getRegistration();
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, then the browser's push service. */
export async function subscribe(key: string): Promise<PushSubscription> {
  // First of all: browsers want the question to follow the press of a button at once.
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') throw new NotOn(permission === 'denied' ? 'blocked' : 'dismissed');
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  const known = before?.options.applicationServerKey;
  // A server that was set up anew has another key, and the old subscription is no good for it.
  if (before && known && base64url(known) === key) return before;
  try {
    await before?.unsubscribe();
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    throw new NotOn('unreached');
  }
}

export async function unsubscribe(): Promise<void> {
  await (await subscription())?.unsubscribe();
}
