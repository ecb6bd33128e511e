/** What was asked for before the scripts were there is used once, and not after anything was changed. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const answer = (name: string) => Promise.resolve(new Response(JSON.stringify({ name }), { headers: { 'content-type': 'application/json' } }));
const asked = vi.fn((url: string) => answer(`asked for ${url}`));

async function start(early: Record<string, Promise<Response | null>>) {
  vi.resetModules();
  window.shukeEarly = early;
  return (await import('./client')).api;
}

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  vi.stubGlobal('fetch', asked);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  asked.mockClear();
  delete window.shukeEarly;
});

it('takes an answer once, and asks where there was none', async () => {
  const api = await start({ '/api/v1/me': answer('early'), '/api/v1/objects': Promise.resolve(null) });
  expect(await api.get('/me')).toEqual({ name: 'early' });
  expect(asked).not.toHaveBeenCalled();
  expect(await api.get('/me')).toEqual({ name: 'asked for /api/v1/me' });
  expect(await api.get('/objects')).toEqual({ name: 'asked for /api/v1/objects' });
});

it('has an answer at once where it is here already, once, and asks for it as early the next time', async () => {
  await start({ '/api/v1/records/lead?limit=1': answer('early'), '/api/v1/views': Promise.resolve(new Response('{}', { status: 403 })) });
  const { arrived } = await import('./client');
  await vi.advanceTimersByTimeAsync(0);
  expect(arrived('/records/lead', { limit: 1 })).toEqual({ name: 'early' });
  expect(arrived('/records/lead', { limit: 1 })).toBeUndefined();
  expect(arrived('/views')).toBeUndefined();
  vi.advanceTimersByTime(10_000);
  expect(localStorage.getItem('shuke.calls')).toContain('/api/v1/records/lead?limit=1');
});

it('gives nothing from before a change', async () => {
  const api = await start({ '/api/v1/me': answer('signed out') });
  const { arrived } = await import('./client');
  await vi.advanceTimersByTimeAsync(0);
  await api.post('/session', {});
  expect(arrived('/me')).toBeUndefined();
});

it('asks anew after a change, in another language, and when the answer has become old', async () => {
  let api = await start({ '/api/v1/me': answer('signed out') });
  await api.post('/session', {});
  expect(await api.get('/me')).toEqual({ name: 'asked for /api/v1/me' });
  api = await start({ '/api/v1/me': answer('in the old language') });
  document.documentElement.lang = 'en';
  expect(await api.get('/me')).toEqual({ name: 'asked for /api/v1/me' });
  api = await start({ '/api/v1/me': answer('old') });
  vi.advanceTimersByTime(30_000);
  expect(await api.get('/me')).toEqual({ name: 'asked for /api/v1/me' });
});

it('goes on with what is there when the page only asks, or says who is here', async () => {
  const api = await start({ '/api/v1/me': answer('early') });
  await api.post('/records/lead/query', {});
  await api.post('/records/lead/board', {});
  await api.put('/records/lead/1/presence', {});
  expect(await api.get('/me')).toEqual({ name: 'early' });
});

it('keeps for the next visit what this address asked for by itself, and forgets it with the person', async () => {
  const kept = () => JSON.parse(localStorage.getItem('shuke.calls') ?? '{}') as Record<string, string[]>;
  let api = await start({});
  await api.get('/views');
  vi.advanceTimersByTime(10_000);
  expect(kept()).toEqual({ '/': ['/api/v1/views'] });
  api = await start({});
  await api.get('/other');
  window.dispatchEvent(new Event('pointerdown'));
  await api.get('/after-a-click');
  expect(kept()).toEqual({ '/': ['/api/v1/other'] });
  (await import('./early')).forgetCalls();
  expect(kept()).toEqual({});
});
