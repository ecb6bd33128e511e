/** A record beside its list: walked through by keys, changed in place, kept in the address. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();
let page;
before(async () => {
  page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid', { name: '线索' }).waitFor();
});

const panel = () => page.getByRole('complementary', { name: /^预览/ });
const nameAt = (row) => page.locator(`[data-at="${row}:0"] a`).innerText();
const showing = (name) => panel().getByRole('heading', { level: 2, name, exact: true }).waitFor();
const focused = () => page.evaluate(() => globalThis.document.activeElement?.getAttribute('data-at'));

test('a button on the row opens it, keys walk, Escape gives the row its focus back', async () => {
  await page.getByRole('row').nth(3).hover();
  await page.getByRole('button', { name: `预览${await nameAt(2)}`, exact: true }).click();
  await showing(await nameAt(2));
  await assertAccessible(page, 'a record beside its list');
  for (const key of ['ArrowDown', 'j', 'j', 'ArrowUp']) await page.keyboard.press(key);
  await showing(await nameAt(4));
  assert.equal(await focused(), '4:0');
  await panel().getByRole('button', { name: '下一条' }).click();
  await showing(await nameAt(5));
  await page.keyboard.press('Escape');
  await panel().waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-at') === '5:0');
  assert.ok(!page.url().includes('peek='), page.url());
});

test('a field is changed beside the list, and its cell with it', async () => {
  await page.keyboard.press('p');
  await panel().getByRole('button', { name: '编辑公司' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('衢州侧栏陶瓷有限公司');
  await page.keyboard.press('Enter');
  await page.getByRole('gridcell', { name: '衢州侧栏陶瓷有限公司' }).waitFor();
});

test('the address opens it again, its page is one step away, and back keeps the place', async () => {
  const name = await panel().getByRole('heading', { level: 2 }).innerText();
  await page.waitForURL(/peek=/);
  await page.reload();
  await showing(name);
  await panel().getByRole('tab', { name: '动态' }).click();
  await panel().getByRole('textbox', { name: '内容' }).waitFor();
  await panel().getByRole('button', { name: '打开' }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await page.goBack();
  await showing(name);
  await page.goBack();
  await panel().waitFor({ state: 'detached' });
  await page.getByRole('grid', { name: '线索' }).waitFor();
  page.noErrors();
});
