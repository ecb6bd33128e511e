/**
 * How the page feels on a desk, with whatever a running program holds: from a key in the palette to the frame that shows it (the
 * browser's own event timing), and the frames while a list is scrolled by the wheel. The list reads on as one comes to its end.
 * `SHUKE_CHROMIUM=… SHUKE_PASSWORD=… node bench/page/feel.mjs http://127.0.0.1:8090 LOGIN`
 */
import { chromium } from '../../e2e/node_modules/playwright-core/index.mjs';
import { ms } from './routes.mjs';

const [url, login] = process.argv.slice(2);
const WORDS = ['zhang', 'shanghai', '1380', 'goal'];
/** Milliseconds between two keys of somebody who types fast. */
const BETWEEN = 90;
/** Points of the screen that the wheel goes, and how fast in a second. */
const WAY = 60_000;
const SPEED = 6_000;
/** A frame at 60 in a second, with a little room. */
const FRAME = 1000 / 60 + 3;

/** The value below which so large a part of them lies. */
const part = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

async function typing(page) {
  await page.evaluate(() => {
    globalThis.keys = [];
    // Shorter ones than 16 ms are not told of; they were within one frame.
    new PerformanceObserver((list) => globalThis.keys.push(...list.getEntries().filter((entry) => entry.name === 'keydown').map((entry) => entry.duration))).observe({ type: 'event', durationThreshold: 16 });
  });
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox');
  await box.waitFor();
  for (const word of WORDS) {
    await box.fill('');
    await page.keyboard.type(word, { delay: BETWEEN });
    await page.waitForTimeout(500);
  }
  await page.keyboard.press('Escape');
  return page.evaluate(() => globalThis.keys);
}

async function scrolling(page) {
  const line = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    globalThis.frames = [];
    let before = performance.now();
    const next = (now) => {
      globalThis.frames.push(now - before);
      before = now;
      globalThis.watching = requestAnimationFrame(next);
    };
    globalThis.watching = requestAnimationFrame(next);
  });
  await line.send('Input.synthesizeScrollGesture', { x: 700, y: 500, yDistance: -WAY, speed: SPEED, gestureSourceType: 'mouse' });
  return page.evaluate(() => {
    cancelAnimationFrame(globalThis.watching);
    const numbers = [...document.querySelectorAll('[aria-rowindex]')].map((row) => Number(row.getAttribute('aria-rowindex')));
    return { frames: globalThis.frames, last: Math.max(...numbers) };
  });
}

const browser = await chromium.launch({ executablePath: process.env.SHUKE_CHROMIUM, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ baseURL: url, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await page.goto('/o/lead');
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(process.env.SHUKE_PASSWORD ?? '');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.locator('main a[href^="/o/lead/"]').first().waitFor();
  await page.waitForTimeout(2_000);
  const keys = await typing(page);
  console.log(`palette: ${WORDS.join('').length} letters, until the frame that shows them p50 ${ms(part(keys, 0.5))}, p95 ${ms(part(keys, 0.95))}, most ${ms(Math.max(0, ...keys))}`);
  const { frames, last } = await scrolling(page);
  const late = frames.filter((frame) => frame > FRAME);
  console.log(`scroll: row ${last} reached, ${frames.length} frames, ${Math.round((1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0))} in a second; later than 1/60 s ${((100 * late.length) / frames.length).toFixed(1)} %, p99 ${ms(part(frames, 0.99))}, most ${ms(Math.max(...frames))}`);
} finally {
  await browser.close();
}
