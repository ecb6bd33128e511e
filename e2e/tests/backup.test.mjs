/** An administrator checks the audit log and takes a backup; both tell how they ended. */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('the audit chain is checked and the log is narrowed down', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/audit?action=sign_in.');
  const list = page.getByRole('list', { name: '审计日志' });
  await list.getByRole('listitem').first().waitFor();
  assert.equal(await list.getByText('修改记录').count(), 0);
  await page.getByRole('button', { name: '校验' }).click();
  await page.getByText(/^审计链完整，共 [\d,]+ 条$/).waitFor();
  page.noErrors();
});

test('a backup is taken, restored on trial, and its file is there', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/backup');
  await page.getByText('还没有任何备份').waitFor();
  await page.getByRole('button', { name: '立即备份' }).click();
  await page.getByText('最近一次备份已试恢复核对').waitFor();
  const { items } = await (await page.request.get('/api/v1/backups')).json();
  assert.equal(items[0].state, 'done');
  assert.equal(items[0].sealed, 'key');
  await access(items[0].file);
  page.noErrors();
});
