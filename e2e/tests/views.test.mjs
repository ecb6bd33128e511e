/** Saved views on the real program: kept, found by their address, and never wider than what a person may see. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('a view is saved, opened by its address, shared, and brings no sight with it', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid', { name: '线索' }).waitFor();
  const tabs = page.getByRole('group', { name: '视图' });
  await tabs.getByRole('button', { name: /今天要跟进/ }).click();
  await page.waitForURL(/view=/);
  await tabs.getByRole('button', { name: /全部线索/ }).click();
  await page.getByRole('button', { name: '公司', exact: true }).click();
  await page.getByText('有未保存的更改').waitFor();
  await page.getByRole('button', { name: '另存为', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '另存为新视图' });
  await dialog.getByLabel(/视图名称/).fill('按公司排');
  await dialog.getByRole('radio', { name: '所有人' }).check();
  await assertAccessible(page, 'the dialog of a view');
  await dialog.getByRole('button', { name: '保存视图' }).click();
  const tab = tabs.getByRole('button', { name: /按公司排/ });
  await tab.waitFor();
  assert.equal(await tab.getAttribute('aria-pressed'), 'true');
  const address = page.url();
  await page.reload();
  await page.getByRole('columnheader', { name: '公司' }).waitFor();
  assert.equal(await page.getByRole('columnheader', { name: '公司' }).getAttribute('aria-sort'), 'ascending');
  await assertAccessible(page, 'a list with views');
  page.noErrors();

  const other = await newPage(here, { viewport: PHONE });
  await signIn(other, 'lihao', new URL(address).pathname + new URL(address).search);
  await other.getByRole('button', { name: /按公司排/ }).waitFor();
  await other.getByRole('button', { name: /按公司排/ }).click();
  await other.getByRole('button', { name: /逾期未跟进/ }).click();
  await other.waitForURL((url) => !url.search.includes(new URL(address).searchParams.get('view')));
  await assertAccessible(other, 'views on a phone');
  other.noErrors();
});
