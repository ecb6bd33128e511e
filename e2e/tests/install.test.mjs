/** The page as an app of one's device: it can be installed, and says what is the matter while there is no server. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('it has what an app needs, and a page for times without network', async () => {
  const page = await newPage(here, { viewport: PHONE });
  await signIn(page, 'admin', '/o/lead');
  const manifest = await page.request.get(await page.locator('link[rel=manifest]').getAttribute('href'));
  assert.match(manifest.headers()['content-type'], /^application\/manifest\+json/);
  const { icons, start_url: start, display } = await manifest.json();
  assert.deepEqual([start, display], ['/', 'standalone']);
  for (const icon of icons) assert.match((await page.request.get(icon.src)).headers()['content-type'], /^image\/svg/);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  await page.getByText('全部线索').waitFor();

  await here.server.stop();
  await page.goto('/o/account');
  await page.getByRole('heading', { name: /连不上服务器/ }).waitFor();
  await page.getByRole('link', { name: /重试/ }).waitFor();
  assert.match(page.url(), /\/o\/account$/, 'the address stays, to be tried again');
  await assertAccessible(page, 'offline');
  page.noErrors();
});
