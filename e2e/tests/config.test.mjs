/** Settings leave one program as files and come into another: downloaded, compared, applied, and then there is no difference. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { newPage, PHONE, signIn, startBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

let from, to, browser;
before(async () => {
  [from, to] = [await startServer(), await startServer()];
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await from?.stop();
  await to?.stop();
});

test('settings go from one program to another', async () => {
  const there = await newPage({ browser, server: from });
  await signIn(there, 'admin', '/settings/config');
  const origin = { origin: from.url };
  const field = { name: 'size', kind: 'integer', labels: { 'zh-CN': '规模', en: 'Size' } };
  assert.equal((await there.request.post('/api/v1/objects/lead/fields', { data: field, headers: origin })).status(), 201);
  const wait = there.waitForEvent('download');
  await there.getByRole('link', { name: '下载 zip' }).click();
  const file = await (await wait).path();

  const here = await newPage({ browser, server: to }, { viewport: PHONE });
  await signIn(here, 'admin', '/settings/config');
  await here.getByLabel('选择 zip 文件').setInputFiles({ name: 'config.zip', mimeType: 'application/zip', buffer: await readFile(file) });
  await here.getByText('规模').waitFor();
  assert.equal((await here.request.get('/api/v1/objects/lead')).ok(), true);
  const over = await here.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} px wider than the window`);
  await here.getByRole('button', { name: /^应\s?用$/ }).click();
  await here.getByText('配置已生效').waitFor();
  const lead = await (await here.request.get('/api/v1/objects/lead')).json();
  assert.ok(lead.fields.some((one) => one.name === 'x_size'));
  await here.getByLabel('选择 zip 文件').setInputFiles({ name: 'config.zip', mimeType: 'application/zip', buffer: await readFile(file) });
  await here.getByText('没有差异').waitFor();
  here.noErrors();
  there.noErrors();
});
