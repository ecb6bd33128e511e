/**
 * Every screen looks as it did: shrunk pictures of it are compared with those in `e2e/looks`. They are taken anew by
 * `npm --prefix e2e run looks`. The clocks of program and page are set, so that the sample company is the same on every day.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { DESK, newPage, PASSWORD, PHONE } from '../lib/browser.mjs';
import { clearLeft, openSheet } from '../lib/looks/album.mjs';
import { startPainter } from '../lib/looks/painter.mjs';
import { SCREENS } from '../lib/looks/screens.mjs';
import { site } from '../lib/site.mjs';

const BEGIN = '2026-05-20T02:00:00Z';
const NOW = '2026-05-20T02:05:00Z';
// The program inherits it.
process.env.SHUKE_BEGIN = BEGIN;
const here = site();

const WRITE = Boolean(process.env.SHUKE_WRITE);
/** Milliseconds that a screen may take until it looks as it did, and between two looks at it. */
const [LIMIT, PAUSE] = [6_000, 150];
/**
 * Nothing moves: a change of the theme alone starts thousands of transitions. Colours of people come from their ids, which
 * are others in every company.
 */
const STYLE = `*, *::before, *::after { transition: none !important; animation: none !important }
[class*="Avatar-module"] { background: #e9ecf2 !important; color: #4f5765 !important }`;

const DEVICES = [
  { device: 'desk', viewport: DESK },
  { device: 'phone', viewport: PHONE, hasTouch: true, isMobile: true },
];
const PEOPLE = [
  { login: 'admin', locale: 'zh-CN', themes: ['light', 'dark'], shows: () => true },
  { login: 'linyuan', locale: 'en', themes: ['light'], shows: (screen) => screen.english },
];
const sheetOf = (device, locale, theme) => [device, locale === 'en' ? 'english' : theme].join('-');

/** A picture of the page as it stands, with nothing under the pointer. */
async function shot(page) {
  await page.mouse.move(0, 0);
  return page.screenshot();
}

/** The picture of a screen that stays as it is. */
async function steady(page) {
  await page.waitForLoadState('networkidle');
  let last = await shot(page);
  for (const end = Date.now() + LIMIT; Date.now() < end; ) {
    await page.waitForTimeout(PAUSE);
    const next = await shot(page);
    if (next.equals(last)) return next;
    last = next;
  }
  throw new Error('it does not come to rest');
}

/** Looks at a screen until it looks as it did. Answers what is wrong when it doesn't in time. */
async function look(page, painter, sheet, screen) {
  for (const end = Date.now() + LIMIT; ; ) {
    const png = await shot(page);
    const small = await painter.shrink(png);
    if (!sheet.judge(screen, small).fault) return null;
    if (Date.now() > end) return sheet.leave(screen, png, small);
    await page.waitForTimeout(PAUSE);
  }
}

async function signIn(page, { login, locale }) {
  const answer = await page.request.post('/api/v1/session', { data: { login, password: PASSWORD } });
  assert.equal(answer.status(), 200, await answer.text());
  await page.request.patch('/api/v1/me', { data: { locale } });
  const { items } = await (await page.request.get('/api/v1/records/lead?limit=1&sort=-created_at')).json();
  assert.ok(items[0].created_at < NOW, `the newest lead is of ${items[0].created_at}: a program without debug assertions takes no SHUKE_BEGIN`);
}

/** Goes through the screens of one person on one device. Answers what is wrong with them. */
async function walk(painter, { device, ...options }, person) {
  const screens = SCREENS.filter(person.shows);
  const shownIn = (theme) => screens.filter((screen) => theme === 'light' || screen.dark);
  const page = await newPage(here, { ...options, locale: person.locale });
  await page.clock.setFixedTime(NOW);
  // The administrator has no records of their own.
  await page.addInitScript(() => localStorage.setItem('shuke.workbench.scope', '"all"'));
  await page.addInitScript((style) => {
    document.adoptedStyleSheets = [new CSSStyleSheet()];
    document.adoptedStyleSheets[0].replaceSync(style);
  }, STYLE);
  const sheets = await Promise.all(
    person.themes.map(async (theme) => {
      const name = sheetOf(device, person.locale, theme);
      return { theme, name, ...(await openSheet(painter, name, options.viewport, shownIn(theme).map((screen) => screen.name))) };
    }),
  );
  const faults = [];
  for (const [index, screen] of screens.entries()) {
    if (!screen.outside && (index === 0 || screens[index - 1].outside)) await signIn(page, person);
    await page.emulateMedia({ colorScheme: 'light' });
    await screen.open(page);
    for (const sheet of sheets.filter(({ theme }) => shownIn(theme).includes(screen))) {
      await page.emulateMedia({ colorScheme: sheet.theme });
      if (WRITE) sheet.keep(screen.name, await painter.shrink(await steady(page)));
      else faults.push(await look(page, painter, sheet, screen.name));
    }
  }
  if (WRITE) for (const sheet of sheets) await sheet.write();
  page.noErrors();
  await page.context().close();
  return faults.filter(Boolean);
}

before(clearLeft);

describe('looks', () => {
  for (const person of PEOPLE) {
    for (const device of DEVICES) {
      test(`${device.device} in ${person.locale}`, async () => {
        await here.started;
        const painter = await startPainter(here.browser);
        const faults = await walk(painter, device, person);
        assert.equal(faults.length, 0, `\n${faults.join('\n')}\nIf that is how it is meant to look: npm --prefix e2e run looks`);
      });
    }
  }
});
