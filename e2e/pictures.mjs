/**
 * The pictures of the manual in both languages, taken from the sample company: `npm run pictures`.
 *
 * PNG from the browser, then WebP drawn by the browser itself, so that no other program is needed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { DESK, newPage, PASSWORD, PHONE, startBrowser } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

const FOLDER = fileURLToPath(new URL('../docs/manual/img/', import.meta.url));
const FILE = fileURLToPath(new URL('./fixtures/leads-gbk.csv', import.meta.url));
const LIMIT = 200_000;
/** What the pictures are found by, and where those of a language lie. */
const LANGUAGES = {
  'zh-CN': { folder: '', funnel: '商机漏斗', check: '检查数据', faults: '问题明细', addSection: '添加分区' },
  en: { folder: 'en/', funnel: 'Opportunities by stage', check: 'Check the data', faults: 'Faults', addSection: 'Add section' },
};
/** Between the two phones, in picture points. */
const GAP = 48;

/** Draws PNGs side by side and returns WebP below the limit. */
async function webp(browser, pngs, background) {
  const page = await browser.newPage();
  const sources = pngs.map((png) => `data:image/png;base64,${png.toString('base64')}`);
  const draw = (quality) =>
    page.evaluate(
      async ({ sources, background, gap, quality }) => {
        const images = await Promise.all(
          sources.map(async (src) => {
            const image = new Image();
            image.src = src;
            await image.decode();
            return image;
          }),
        );
        const framed = images.length > 1 ? gap : 0;
        const canvas = document.createElement('canvas');
        canvas.width = images.reduce((sum, image) => sum + image.width, 0) + framed * (images.length + 1);
        canvas.height = Math.max(...images.map((image) => image.height)) + framed * 2;
        const pen = canvas.getContext('2d');
        pen.fillStyle = background;
        pen.fillRect(0, 0, canvas.width, canvas.height);
        let left = framed;
        for (const image of images) {
          pen.save();
          pen.beginPath();
          pen.roundRect(left, framed, image.width, image.height, framed ? 32 : 0);
          pen.clip();
          pen.drawImage(image, left, framed);
          pen.restore();
          left += image.width + framed;
        }
        return canvas.toDataURL('image/webp', quality);
      },
      { sources, background, gap: GAP, quality },
    );
  for (const quality of [0.85, 0.75, 0.65, 0.5]) {
    const bytes = Buffer.from((await draw(quality)).split(',')[1], 'base64');
    if (bytes.length < LIMIT) {
      await page.close();
      return bytes;
    }
  }
  throw new Error(`a picture stays above ${LIMIT} bytes`);
}

/** A picture of the page as it stands: nothing under the pointer, nothing moving, no field with the caret. */
async function shot(page) {
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  return page.screenshot({ type: 'png', animations: 'disabled', caret: 'hide' });
}

/** The lead with most to show: followed up today or before, with a next date. */
async function showcase(page) {
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: 60 } })).json();
  const filled = (lead) => Object.values(lead).filter((value) => value !== null && value !== '').length;
  return items.filter((lead) => lead.next_follow_up_at && lead.last_follow_up_at).sort((a, b) => filled(b) - filled(a))[0];
}

/** Everyone's: the administrator has no leads of their own. */
async function openWorkbench(page, words) {
  await page.evaluate(() => localStorage.setItem('shuke.workbench.scope', '"all"'));
  await page.goto('/');
  await page.getByRole('region', { name: words.funnel }).getByRole('link').first().waitFor();
}

async function openList(page) {
  await page.goto('/o/lead');
  await page.locator('a[href^="/o/lead/"]').first().waitFor();
}

async function openRecord(page, lead) {
  await page.goto(`/o/lead/${lead.id}`);
  await page.getByRole('tab', { selected: true }).waitFor();
}

async function openSignIn(page) {
  await page.goto('/signin');
  await page.getByText('橘灯科技').first().waitFor();
}

async function openImport(page, words) {
  await page.goto('/import/lead');
  await page.locator('input[type=file]').setInputFiles(FILE);
  await page.getByRole('button', { name: words.check }).click();
  await page.getByRole('region', { name: words.faults }).getByText('电话不详').first().waitFor();
}

async function openDesigner(page, words) {
  await page.goto('/settings/objects/lead?tab=form');
  await page.getByRole('button', { name: words.addSection }).waitFor();
}

/** The six screens of the manual in one theme, each given to `take` with its name. */
async function screens(page, language, take) {
  const words = LANGUAGES[language];
  await openSignIn(page);
  await take('sign-in');
  await page.request.post('/api/v1/session', { data: { login: 'admin', password: PASSWORD } });
  await page.request.patch('/api/v1/me', { data: { locale: language } });
  const lead = await showcase(page);
  await openWorkbench(page, words);
  await take('workbench');
  await openList(page);
  await take('list');
  await openRecord(page, lead);
  await take('record');
  await openImport(page, words);
  await take('import');
  await openDesigner(page, words);
  await take('designer');
}

async function desk(browser, server, language, save) {
  for (const [colorScheme, suffix] of [['light', ''], ['dark', '-dark']]) {
    const page = await newPage({ browser, server }, { viewport: DESK, colorScheme, locale: language });
    await screens(page, language, async (name) => save(`${name}${suffix}`, [await shot(page)]));
    await page.context().close();
  }
}

async function phones(browser, server, language, save) {
  for (const [colorScheme, suffix, background] of [['light', '', '#e9ecf2'], ['dark', '-dark', '#000000']]) {
    const page = await newPage({ browser, server }, { viewport: PHONE, colorScheme, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: language });
    const taken = {};
    await screens(page, language, async (name) => {
      taken[name] = await shot(page);
    });
    await save(`phone${suffix}`, [taken.workbench, taken.list, taken.record], background);
    await save(`phone-more${suffix}`, [taken['sign-in'], taken.import, taken.designer], background);
    await page.context().close();
  }
}

const server = await startServer();
const browser = await startBrowser();
try {
  for (const [language, { folder }] of Object.entries(LANGUAGES)) {
    await mkdir(join(FOLDER, folder), { recursive: true });
    const save = async (name, pngs, background = '#ffffff') => {
      const bytes = await webp(browser, pngs, background);
      await writeFile(join(FOLDER, folder, `${name}.webp`), bytes);
      console.log(`${folder}${name}.webp ${Math.round(bytes.length / 1000)} kB`);
    };
    await desk(browser, server, language, save);
    await phones(browser, server, language, save);
  }
} finally {
  await browser.close();
  await server.stop();
}
