/** All that match, an export, and a record as it was, on the real program. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();
let page;
before(async () => {
  page = await newPage(here, { acceptDownloads: true });
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid', { name: '线索' }).waitFor();
});

test('all that match are changed by the server and given back', async () => {
  await page.getByRole('checkbox', { name: '选择已加载的全部记录' }).check();
  await page.getByRole('button', { name: /^选择全部 300 条/ }).click();
  await page.getByText('已选全部 300 条').waitFor();
  await assertAccessible(page, 'the bar over a selection');
  await page.getByRole('toolbar').getByRole('button', { name: '删除' }).click();
  await page.getByText('已删除 300 条记录').waitFor({ timeout: 60_000 });
  await page.getByText('还没有线索').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('已撤销，300 条记录恢复原样').waitFor({ timeout: 60_000 });
  await page.getByText('共 300 条').waitFor();
});

test('a view is exported and its file holds what the list shows', async () => {
  await page.getByRole('group', { name: '视图' }).getByRole('button', { name: /未分配/ }).click();
  await page.waitForURL(/view=/);
  await page.getByRole('button', { name: '导出', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '导出线索' });
  await dialog.getByRole('radio', { name: 'CSV（UTF-8）' }).check();
  await assertAccessible(page, 'the dialog of an export');
  await dialog.getByRole('button', { name: '开始导出' }).click();
  const link = dialog.getByRole('link', { name: '下载' });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.match(download.suggestedFilename(), /^线索-\d{8}-\d{4}\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.trimEnd().split('\r\n');
  assert.equal(lines[0], '\uFEFF姓名,公司,手机,来源,地区,行业,创建时间');
  assert.ok(lines.length > 2, `${lines.length} lines`);
  await page.goto('/tasks');
  await page.getByRole('link', { name: /^下载 线索/ }).waitFor();
  await page.getByText('批量删除线索').waitFor();
  await assertAccessible(page, 'exports and bulk changes');
});

test('a record shows what it was', async () => {
  await page.goto('/o/lead');
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.getByRole('button', { name: '编辑微信' }).click();
  await page.getByRole('textbox', { name: '微信' }).fill('wx_later');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: '变更历史' }).click();
  await page.getByRole('table').getByText('wx_later').first().waitFor();
  await page.getByRole('radio', { name: '当时的样子' }).check();
  await page.getByRole('row', { name: /微信/ }).getByText('wx_later').waitFor();
  await assertAccessible(page, 'a record as it was');
  await page.getByRole('button', { name: '恢复微信' }).click();
  await page.getByText('已恢复 1 项').waitFor();
  page.noErrors();
});
