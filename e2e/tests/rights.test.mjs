/** A salesperson sees own leads only, and of another's not even that it exists. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

async function leadOf(name) {
  const page = await newPage(here);
  await signIn(page, 'admin', '/');
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: 100 } })).json();
  await page.context().close();
  return items.find((lead) => lead.owner?.name === name);
}

test('a salesperson sees own leads only', async () => {
  const others = await leadOf('周楠');
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/o/lead');
  await page.getByRole('grid').waitFor();
  const heads = await page.getByRole('columnheader').allInnerTexts();
  const owner = heads.findIndex((head) => head.trim() === '负责人') + 1;
  const owners = new Set((await page.locator(`[role=gridcell][aria-colindex="${owner}"]`).allInnerTexts()).map((text) => text.trim().split('\n').at(-1)));
  assert.deepEqual([...owners], ['王婕']);

  await page.getByRole('searchbox', { name: '搜索线索' }).fill(others.company);
  await page.getByText('没有符合条件的线索').waitFor();
  await page.goto(`/o/lead/${others.id}`);
  await page.getByText('找不到这条记录').waitFor();
  assert.equal(await page.getByText(others.name).count(), 0);
  assert.equal((await page.request.get(`/api/v1/records/lead/${others.id}`)).status(), 404);
  page.noErrors();
});

test('the settings of the company are not for a salesperson', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/settings/users');
  await page.getByText('仅管理员可用').waitFor();
  await page.goto('/settings/objects');
  await page.getByText('没有设计这个对象的权限').waitFor();
});
