/** An administrator says which files are taken and sees where they lie; the pack of a new company has nothing to offer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('the rules of uploads hold at once, and the place is told', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/files');
  await page.getByText('服务器文件夹').waitFor();
  await page.getByText('可用', { exact: true }).waitFor();
  await page.getByLabel('允许的类型').fill('pdf');
  await page.keyboard.press('Enter');
  // Leaves the field, and so closes its choices; what was picked stays.
  await page.keyboard.press('Tab');
  await page.locator('.ant-select-selection-item', { hasText: 'pdf' }).waitFor();
  await page.getByRole('button', { name: /保 ?存/ }).click();
  await page.getByText('上传限制已保存').waitFor();
  const send = (name, text) =>
    page.request.post('/api/v1/files', {
      headers: { origin: here.server.url },
      multipart: { file: { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) } },
    });
  const refused = await send('a.txt', 'text');
  assert.equal(refused.status(), 422);
  assert.equal((await refused.json()).code, 'file_type_closed');
  assert.equal((await send('a.pdf', '%PDF-1.7 …')).status(), 201);
  await page.reload();
  await page.getByText(/^1 个文件/).waitFor();
  page.noErrors();
});

test('a new company has all of its pack', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/pack');
  await page.getByText('标准 CRM').waitFor();
  await page.getByText('没有可升级的内容').waitFor();
  page.noErrors();
});
