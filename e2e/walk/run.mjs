/**
 * Walks through features row by row, as an administrator and as a salesperson, in both languages, on the real program:
 * `node walk/run.mjs FOLDER [ROW…]`. Each step is looked at in its picture in FOLDER; what can't be walked ends with a fault.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DESK, newPage, PASSWORD, startBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { ROWS } from './rows.mjs';
import { wordsIn } from './words.mjs';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('node walk/run.mjs FOLDER [ROW…]');
const PEOPLE = ['admin', 'wangjie'];

/** A person at the page: what a step is given. */
async function person(where, language, login) {
  const page = await newPage(where, { viewport: DESK, locale: language, acceptDownloads: true });
  page.setDefaultTimeout(10_000);
  const origin = { origin: where.server.url };
  await page.request.post('/api/v1/session', { data: { login, password: PASSWORD }, headers: origin });
  const call = async (method, path, data) => {
    const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers: origin });
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  };
  await call('PATCH', '/me', { locale: language });
  const meta = (object) => call('GET', `/objects/${object}`);
  const label = async (object, field) => (await meta(object)).fields.find(({ name }) => name === field).label;
  return { page, login, language, call, label, meta, url: where.server.url, t: await wordsIn(language) };
}

async function walk(where, language, kept, results) {
  const people = Object.fromEntries(await Promise.all(PEOPLE.map(async (login) => [login, await person(where, language, login)])));
  for (const [row, steps] of Object.entries(ROWS)) {
    if (wanted.length > 0 && !wanted.includes(row)) continue;
    for (const login of PEOPLE) {
      const one = people[login];
      let at = 0;
      const shot = async () => one.page.screenshot({ path: join(kept, `${row}-${login}-${language}-${(at += 1)}.png`), animations: 'disabled' });
      const before = Date.now();
      let fault = null;
      try {
        await steps[login]({ ...one, shot, people });
      } catch (error) {
        fault = error.message.split('\n').slice(0, 4).join(' ').slice(0, 400);
      }
      await shot().catch(() => undefined);
      await one.page.keyboard.press('Escape').catch(() => undefined);
      results.push({ row, login, language, fault, ms: Date.now() - before });
      console.log(`${fault ? 'NOT OK' : 'ok'} ${row} ${login} ${language} ${fault ?? ''}`);
    }
  }
  for (const { page } of Object.values(people)) page.noErrors();
}

await mkdir(folder, { recursive: true });
const browser = await startBrowser();
const results = [];
for (const language of (process.env.SHUKE_LANGUAGES ?? 'zh-CN,en').split(',')) {
  const server = await startServer('--allow-private-webhooks');
  try {
    await walk({ browser, server }, language, folder, results);
  } catch (error) {
    console.log(error.message);
    process.exitCode = 1;
  } finally {
    await server.stop();
  }
}
await browser.close();
await writeFile(join(folder, 'results.json'), JSON.stringify(results, null, 1));
if (results.some(({ fault }) => fault)) process.exitCode = 1;
