/**
 * Answers that were asked for before the page's files were there (build/boot.js): who one is and what objects there are, and
 * whatever this address asked for by itself last time. Only addresses of calls are kept on the device, nothing of what came.
 */
import { isStringList, readStored, writeStored } from '@/ui/storage';

const KEY = 'calls';
/** An answer that nobody has taken by then is too old to be shown as new, in milliseconds. */
const FRESH = 20_000;
/** What is asked for by then, and before the person does anything, belongs to the address. */
const FIRST = 6_000;
const CALLS = 16;
const ADDRESSES = 24;

type Calls = Record<string, string[]>;
const isCalls = (value: unknown): value is Calls => typeof value === 'object' && value !== null && Object.values(value).every(isStringList);

declare global {
  interface Window {
    shukeEarly?: Record<string, Promise<Response | null>>;
  }
}

/** An answer that was read as it came; one that refuses has no value. */
interface Answer {
  response: Response;
  value?: unknown;
}

/** What is under way, and of that what is here already. */
const coming: Record<string, Promise<Answer | null>> = {};
const here: Record<string, unknown> = {};
const asked = window.shukeEarly;
delete window.shukeEarly;
for (const [url, answer] of Object.entries(asked ?? {})) {
  coming[url] = answer.then(async (response) => {
    if (!response?.ok || response.status === 204) return response && { response };
    const value: unknown = await response.json().catch(() => undefined);
    if (value === undefined) return null;
    if (coming[url]) here[url] = value;
    return { response, value };
  });
}

const path = window.location.pathname;
const address = path + window.location.search;
const language = document.documentElement.lang;
const calls = new Set<string>();
let recording = asked !== undefined;

function drop(url: string): void {
  delete coming[url];
  delete here[url];
}

/** The answer to a call that is under way already, once. */
export function takeEarly(url: string): Promise<Answer | null> | undefined {
  const answer = coming[url];
  drop(url);
  return document.documentElement.lang === language ? answer : undefined;
}

/** The same, where it is here already: what is drawn first is then drawn with it, and not once more. */
export function takeArrived(url: string): unknown {
  const value = here[url];
  if (value === undefined || document.documentElement.lang !== language) return undefined;
  drop(url);
  noteCall(url);
  return value;
}

/** What is changed from here on, and who signs in, is not in answers from before. */
export const dropEarly = (): void => Object.keys(coming).forEach(drop);

/** Takes note of a call that was answered. */
export function noteCall(url: string): void {
  if (recording && calls.size < CALLS && window.location.pathname === path) calls.add(url);
}

/** Forgets what addresses ask for: another person may use this device. */
export function forgetCalls(): void {
  recording = false;
  writeStored(KEY, null);
}

function keep() {
  if (!recording) return;
  recording = false;
  if (calls.size === 0) return;
  const { [address]: _, ...known } = readStored(KEY, isCalls) ?? {};
  const recent = Object.entries({ ...known, [address]: [...calls] }).slice(-ADDRESSES);
  writeStored(KEY, Object.fromEntries(recent));
}

if (recording) {
  setTimeout(keep, FIRST);
  setTimeout(dropEarly, FRESH);
  for (const sign of ['pointerdown', 'keydown', 'pagehide']) window.addEventListener(sign, keep, { once: true, capture: true });
}
