/**
 * Every screen looks as it did: shrunk pictures of it are compared with those in `e2e/looks`, which `npm --prefix e2e run looks`
 * takes anew. The clocks of program and page are set, so that the sample company is the same on every day.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { DESK, PHONE } from '../lib/browser.mjs';
import { clearLeft, openSheet } from '../lib/looks/album.mjs';
import { BEGIN, enter, look, pageToLookAt, shot, steady } from '../lib/looks/eye.mjs';
import { startPainter } from '../lib/looks/painter.mjs';
import { SCREENS } from '../lib/looks/screens.mjs';
import { site } from '../lib/site.mjs';

// The program inherits it.
process.env.SHUKE_BEGIN = BEGIN;
const here = site();

const WRITE = Boolean(process.env.SHUKE_WRITE);
const DEVICES = [
  { device: 'desk', viewport: DESK },
  { device: 'phone', viewport: PHONE, hasTouch: true, isMobile: true },
];
const PEOPLE = [
  { login: 'admin', locale: 'zh-CN', themes: ['light', 'dark'], sees: () => true },
  { login: 'linyuan', locale: 'en', themes: ['light'], sees: (screen) => screen.english },
];

const pageOf = ({ locale }, { device, ...options }) => pageToLookAt(here, { ...options, locale });

/** The screens that a person sees in each theme, with the sheet of how they looked. */
const sheetsOf = (painter, { locale, themes, sees }, { device, viewport }) =>
  Promise.all(
    themes.map(async (theme) => {
      const screens = SCREENS.filter((screen) => sees(screen) && (theme === 'light' || screen.dark));
      const name = `${device}-${locale === 'en' ? 'english' : theme}`;
      return { theme, screens, ...(await openSheet(painter, name, viewport, screens.map((screen) => screen.name))) };
    }),
  );

/** Faults after which no further screen is looked at: a broken page would take minutes. */
const ENOUGH = 4;

/** Goes through the screens of one person on one device. Answers what is wrong with them. */
async function walk(painter, person, device) {
  const page = await pageOf(person, device);
  const sheets = await sheetsOf(painter, person, device);
  const faults = [];
  let inside = false;
  for (const screen of sheets[0].screens) {
    if (!screen.outside && !inside) await enter(page, person);
    inside = !screen.outside;
    await page.emulateMedia({ colorScheme: 'light' });
    await screen.open(page);
    for (const sheet of sheets.filter(({ screens }) => screens.includes(screen))) {
      await page.emulateMedia({ colorScheme: sheet.theme });
      if (WRITE) sheet.keep(screen.name, await painter.shrink(await steady(page)));
      else faults.push(...(await look(page, painter, sheet, screen.name)));
    }
    if (faults.length >= ENOUGH) return [...faults, `what comes after ${screen.name} was not looked at`];
  }
  if (WRITE) for (const sheet of sheets) await sheet.write();
  page.noErrors();
  await page.context().close();
  return faults;
}

/** What a list must not pass with, and the theme in which it is broken so. */
const BROKEN = [
  ['light', 'aside { display: none !important }'],
  ['light', '[role=row] { height: 0 !important; overflow: hidden !important }'],
  ['light', '.ant-btn-primary { background: none !important }'],
  ['light', 'footer { position: fixed !important; bottom: 200px; left: 224px; right: 0 }'],
  ['dark', 'main > * { background: #fff !important }'],
];

async function faultOf(page, painter, sheet, style) {
  await page.evaluate((css) => {
    document.adoptedStyleSheets.push(new CSSStyleSheet());
    document.adoptedStyleSheets[1].replaceSync(css);
  }, style);
  const { fault } = sheet.judge('list', await painter.shrink(await shot(page)));
  await page.evaluate(() => document.adoptedStyleSheets.pop());
  return fault;
}

before(clearLeft);

describe('looks', () => {
  let painter;
  before(async () => {
    await here.started;
    painter = await startPainter(here.browser);
  });

  for (const person of PEOPLE) {
    for (const device of DEVICES) {
      test(`${device.device} in ${person.locale}`, async () => {
        const faults = await walk(painter, person, device);
        assert.ok(faults.length === 0, `\n${faults.join('\n')}\nIf that is how it is meant to look: npm --prefix e2e run looks`);
      });
    }
  }

  test('what is broken on purpose is seen', { skip: WRITE }, async () => {
    const page = await pageOf(PEOPLE[0], DEVICES[0]);
    const sheets = await sheetsOf(painter, PEOPLE[0], DEVICES[0]);
    await enter(page, PEOPLE[0]);
    await SCREENS.find(({ name }) => name === 'list').open(page);
    for (const [theme, style] of BROKEN) {
      const sheet = sheets.find((one) => one.theme === theme);
      await page.emulateMedia({ colorScheme: theme });
      assert.deepEqual(await look(page, painter, sheet, 'list'), []);
      assert.notEqual(await faultOf(page, painter, sheet, style), null, style);
    }
    await page.context().close();
  });
});
