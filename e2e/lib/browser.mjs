/** Chromium of the system, a fresh context for each person, and what every test does with a page. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];
export const PASSWORD = 'shuke-sample-2026';
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export function startBrowser() {
  // Chromium refuses its own sandbox to root, as in a container.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.SHUKE_CHROMIUM ?? '/usr/bin/chromium',
    args: asRoot ? [...FLAGS, '--no-sandbox'] : FLAGS,
  });
}

/**
 * A page of a new person's browser, on a site or on the `browser` and `server` that are given. A script error on the
 * page fails the test that calls `page.noErrors()`.
 */
export async function newPage(where, options = {}) {
  await where.started;
  const { browser, server } = where;
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: DESK,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.noErrors = () => assert.deepEqual(errors, [], 'the page threw no error');
  return page;
}

/** Fills and sends the sign-in form, without waiting for what comes of it. */
export async function fillSignIn(page, login, password) {
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Signs in at the address that the person wanted to see. */
export async function signIn(page, login = 'admin', path = '/') {
  await page.goto(path);
  await fillSignIn(page, login, PASSWORD);
  await page.getByRole('heading', { name: '登录熟客' }).waitFor({ state: 'detached' });
}

/** A row of the grid by a text in it. */
export const rowWith = (page, text) => page.getByRole('row').filter({ hasText: text });

/** Accessibility: nothing serious and nothing critical, each finding with where and why. */
export async function assertAccessible(page, what) {
  // What the library is just closing is neither there nor gone.
  await page.waitForFunction(() => !document.querySelector('[class*="ant-"][class*="-leave"]'));
  // Evaluated and not added as a tag: the page's content policy forbids foreign scripts, as it should.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }),
  );
  const found = violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .flatMap((violation) => violation.nodes.map((node) => `${what}: ${violation.id} (${violation.impact}) ${node.target.join(' ')}\n  ${node.failureSummary}`));
  assert.equal(found.length, 0, found.join('\n'));
}
