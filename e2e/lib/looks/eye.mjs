/** Looking at the page: always at the same moment, with nothing that moves, until it looks as it did or has come to rest. */
import assert from 'node:assert/strict';
import { newPage, PASSWORD } from '../browser.mjs';

/** When the program begins, and what the page takes for now. */
export const BEGIN = '2026-05-20T02:00:00Z';
const NOW = '2026-05-20T02:05:00Z';
/** Milliseconds that a screen may take, and between two looks at it. */
const [LIMIT, PAUSE] = [8_000, 150];
/**
 * Nothing moves: a change of the theme alone starts thousands of transitions. Colours of people come from their ids, which
 * are others in every company.
 */
const STYLE = `*, *::before, *::after { transition: none !important; animation: none !important }
[class*="Avatar-module"] { background: #e9ecf2 !important; color: #4f5765 !important }`;

/** A page of somebody's browser, on a site that began at `BEGIN`. */
export async function pageToLookAt(where, options) {
  const page = await newPage(where, options);
  await page.clock.setFixedTime(NOW);
  // The administrator has no records of their own.
  await page.addInitScript(() => localStorage.setItem('shuke.workbench.scope', '"all"'));
  await page.addInitScript((style) => {
    document.adoptedStyleSheets = [new CSSStyleSheet()];
    document.adoptedStyleSheets[0].replaceSync(style);
  }, STYLE);
  return page;
}

/** Signs in without the form, in a language. */
export async function enter(page, { login, locale }) {
  const answer = await page.request.post('/api/v1/session', { data: { login, password: PASSWORD } });
  assert.equal(answer.status(), 200, await answer.text());
  await page.request.patch('/api/v1/me', { data: { locale } });
  const { items } = await (await page.request.get('/api/v1/records/lead?limit=1&sort=-created_at')).json();
  assert.ok(items[0].created_at < NOW, `the newest lead is of ${items[0].created_at}: a program without debug assertions takes no SHUKE_BEGIN`);
}

/** A picture of the page as it stands, with nothing under the pointer. */
export async function shot(page) {
  await page.mouse.move(0, 0);
  return page.screenshot();
}

/** A picture of the page once it stays as it is. */
export async function steady(page) {
  await page.waitForLoadState('networkidle');
  let last = await shot(page);
  for (const end = Date.now() + LIMIT; Date.now() < end; ) {
    await page.waitForTimeout(PAUSE);
    const next = await shot(page);
    if (next.equals(last)) return next;
    last = next;
  }
  throw new Error(`${page.url()} does not come to rest`);
}

/** Looks at a screen until it looks as it did. Answers what is wrong when it doesn't in time. */
export async function look(page, painter, sheet, screen) {
  for (const end = Date.now() + LIMIT; ; ) {
    const png = await shot(page);
    const small = await painter.shrink(png);
    if (!sheet.judge(screen, small).fault) return [];
    if (Date.now() > end) return [await sheet.leave(screen, png, small)];
    await page.waitForTimeout(PAUSE);
  }
}
