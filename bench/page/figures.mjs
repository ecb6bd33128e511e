/**
 * How the page begins on a phone: first paint, first rows, processor time and bytes, cold and warm, in Chromium with a slow
 * line and a slow processor. `SHUKE_CHROMIUM=… SHUKE_PROGRAM=target/release/shuke node bench/page/figures.mjs`
 */
import { newPage, PHONE, signIn, startBrowser } from '../../e2e/lib/browser.mjs';
import { startServer } from '../../e2e/lib/server.mjs';

/** WebPageTest's “4G”: 9 Mbit a second and 170 milliseconds there and back; and a processor of a quarter. */
const LINE = { offline: false, latency: 170, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 };
const SLOWER = 4;
const TIMES = 5;
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

async function visit(page, line, path, wanted, cold) {
  if (cold) await line.send('Network.clearBrowserCache');
  await page.goto('about:blank');
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(wanted).first().waitFor({ timeout: 60_000 });
  const there = await page.evaluate(() => performance.now());
  // What comes after it, too; the line of live events never falls silent.
  await page.waitForTimeout(AFTERWARDS);
  return page.evaluate((rows) => {
    const bytes = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'));
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return { paint, rows, ...globalThis.figures, sent: bytes.reduce((sum, entry) => sum + entry.transferSize, 0) };
  }, there);
}

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${Math.round(value)} ms`;

const where = { server: await startServer(), browser: await startBrowser() };
try {
  console.log('| screen | first paint | what one came for | largest paint | blocked | transferred |\n|---|---|---|---|---|---|');
  for (const [name, path, wanted, inside] of SCREENS) {
    const page = await newPage(where, { viewport: PHONE, isMobile: true, hasTouch: true, serviceWorkers: 'block' });
    if (inside) await signIn(page, 'wangjie');
    const lead = inside && (await (await page.request.get('/api/v1/records/lead?limit=1')).json()).items[0].id;
    await page.addInitScript(watch);
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', LINE);
    await line.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    for (const cold of [true, false]) {
      const seen = [];
      for (let time = 0; time < TIMES; time += 1) seen.push(await visit(page, line, path ?? `/o/lead/${lead}`, wanted, cold));
      const of = (key) => middle(seen.map((one) => one[key]));
      console.log(`| ${name}, ${cold ? 'cold' : 'warm'} | ${ms(of('paint'))} | ${ms(of('rows'))} | ${ms(of('largest'))} | ${ms(of('blocked'))} | ${Math.round(of('sent') / 1000)} kB |`);
    }
    await page.context().close();
  }
} finally {
  await where.browser.close();
  await where.server.stop();
}
