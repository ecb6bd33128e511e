/** The search over everything: by keyboard, by 拼音, to a record and to a place; and on a phone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('a lead is found by the sound of its name and opened by keyboard', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid', { name: '线索' }).waitFor();
  const made = await page.request.post('/api/v1/records/lead', {
    data: { name: '瞿秋白露', mobile: '13900007531' },
    headers: { origin: here.server.url },
  });
  assert.equal(made.status(), 201, await made.text());
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: '搜索' });
  for (const typed of ['qqbl', 'quqiubai', '7531', 'quqiubialu']) {
    await field.fill(typed);
    await page.getByRole('option', { name: /瞿秋白露/ }).waitFor();
  }
  await assertAccessible(page, 'search');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '瞿秋白露' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: '最近打开' }).getByText('瞿秋白露').waitFor();
  await field.fill('kh');
  await page.getByRole('option', { name: '客户', exact: true }).click();
  await page.getByRole('grid', { name: '客户' }).waitFor();
  page.noErrors();
});

test('on a phone the search is the whole screen', async () => {
  const page = await newPage(here, { viewport: PHONE });
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('navigation', { name: '主导航' }).getByRole('button', { name: '搜索' }).click();
  await page.getByRole('combobox', { name: '搜索' }).fill('没有谁叫这个名字');
  await page.getByText('没有找到').waitFor();
  const box = await page.getByRole('dialog', { name: '搜索' }).boundingBox();
  assert.deepEqual([Math.round(box.width), Math.round(box.height)], [PHONE.width, PHONE.height]);
  await assertAccessible(page, 'search on a phone');
});
