/**
 * How the page begins on a phone: first paint, first rows, bytes and requests, cold and warm, in Chromium with a slow line and a slow
 * processor, over TLS with a certificate of its own; and how soon it reacts when one goes on. With `--http1` over HTTP/1.1 in the
 * clear, with `--fast` at the speed of this machine, with `--times N` so often, with `--routes` the last table alone.
 * `SHUKE_CHROMIUM=… SHUKE_PROGRAM=target/release/shuke node bench/page/figures.mjs`
 */
import { newPage, PHONE, signIn, startBrowser } from '../../e2e/lib/browser.mjs';
import { startServer } from '../../e2e/lib/server.mjs';
import { certificate } from './certificate.mjs';
import { middle, ms, routeChanges } from './routes.mjs';

/** WebPageTest's “4G”: 9 Mbit a second and 170 milliseconds there and back; and a processor of a quarter. */
const LINE = { offline: false, latency: 170, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };
const SLOWER = 4;
const given = process.argv.slice(2);
const FAST = given.includes('--fast');
const TIMES = given.includes('--times') ? Number(given[given.indexOf('--times') + 1]) : 5;
/** Milliseconds in which a page fetches what it shows below. */
const AFTERWARDS = 2_000;

/** What a person came for stands there. */
const SCREENS = [
  ['sign-in', '/signin', 'input[type=password]', false],
  ['workbench', '/', 'main section', true],
  ['list of leads', '/o/lead', 'main a[href^="/o/lead/"]', true],
  ['a lead', null, 'main [role=tab]', true],
];

/** Runs in the page before anything else. */
function watch() {
  globalThis.figures = { largest: 0, blocked: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.figures.largest = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.figures.blocked += Math.max(0, entry.duration - 50);
  }).observe({ type: 'longtask', buffered: true });
}

/**
 * Of what was there by the moment: how many requests, and the longest row of requests each of which began only after the one before
 * it had ended.
 */
function requestsBy(entries, moment) {
  // What the browser has kept takes no time.
  const seen = entries.filter((entry) => entry.responseEnd <= moment && entry.transferSize > 0 && !entry.name.endsWith('/events')).toSorted((a, b) => a.responseEnd - b.responseEnd);
  const rows = [];
  for (const entry of seen) rows.push(1 + Math.max(0, ...seen.slice(0, rows.length).map((before, place) => (before.responseEnd <= entry.startTime ? rows[place] : 0))));
  return { requests: seen.length, chain: Math.max(0, ...rows) };
}

async function visit(page, line, path, wanted, cold) {
  if (cold) await line.send('Network.clearBrowserCache');
  await page.goto('about:blank');
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(wanted).first().waitFor({ timeout: 60_000 });
  const there = await page.evaluate(() => performance.now());
  // What comes after it, too; the line of live events never falls silent.
  await page.waitForTimeout(FAST ? AFTERWARDS / 2 : AFTERWARDS);
  const told = await page.evaluate(() => {
    const entries = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
    const paint = performance.getEntriesByName('first-paint')[0]?.startTime ?? 0;
    const content = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return { paint, content, ...globalThis.figures, entries: entries.map(({ name, startTime, responseEnd, transferSize }) => ({ name, startTime, responseEnd, transferSize })) };
  });
  const sent = told.entries.reduce((sum, entry) => sum + entry.transferSize, 0);
  if (process.env.SHUKE_WATERFALL) for (const { name, startTime, responseEnd, transferSize } of told.entries) console.log(Math.round(startTime), Math.round(responseEnd), transferSize, name);
  return { ...told, rows: there, sent, ...requestsBy(told.entries, there) };
}

const pair = given.includes('--http1') ? null : await certificate();
const where = { server: await startServer(...(pair ? ['--tls-cert', pair.certificate, '--tls-key', pair.key] : [])), browser: await startBrowser() };
const device = { viewport: PHONE, isMobile: true, hasTouch: true, serviceWorkers: 'block', ignoreHTTPSErrors: true };
const slow = async (page) => {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  if (FAST) return line;
  await line.send('Network.emulateNetworkConditions', LINE);
  await line.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return line;
};
try {
  if (!given.includes('--routes')) console.log('| screen | first paint | first words | what one came for | largest paint | blocked | requests until then | in a row | transferred |\n|---|---|---|---|---|---|---|---|---|');
  for (const [name, path, wanted, inside] of given.includes('--routes') ? [] : SCREENS) {
    const page = await newPage(where, device);
    if (inside) await signIn(page, 'wangjie');
    const lead = inside && (await (await page.request.get('/api/v1/records/lead?limit=1')).json()).items[0].id;
    await page.addInitScript(watch);
    const line = await slow(page);
    for (const cold of [true, false]) {
      const seen = [];
      for (let time = 0; time < TIMES; time += 1) seen.push(await visit(page, line, path ?? `/o/lead/${lead}`, wanted, cold));
      const of = (key) => middle(seen.map((one) => one[key]));
      console.log(`| ${name}, ${cold ? 'cold' : 'warm'} | ${ms(of('paint'))} | ${ms(of('content'))} | ${ms(of('rows'))} | ${ms(of('largest'))} | ${ms(of('blocked'))} | ${of('requests')} | ${of('chain')} | ${Math.round(of('sent') / 1000)} kB |`);
    }
    await page.context().close();
  }
  await routeChanges(where, device, slow, TIMES);
} finally {
  await where.browser.close();
  await where.server.stop();
  await pair?.remove();
}
