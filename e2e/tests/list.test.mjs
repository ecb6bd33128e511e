/** The list: finding, narrowing, ordering, and changing a cell where it stands. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();
let page;
beforeEach(async () => {
  await page?.context().close();
  page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid', { name: '线索' }).waitFor();
});

/** The cell of a column in the first row of records. */
const cell = async (column) => {
  const heads = await page.getByRole('columnheader').allInnerTexts();
  const index = heads.findIndex((head) => head.trim() === column);
  assert.ok(index > 0, `there is a column ${column} among ${heads}`);
  return page.getByRole('row').nth(1).locator(`[aria-colindex="${index + 1}"]`);
};
const texts = async (index) => page.locator(`[role=gridcell][aria-colindex="${index}"]`).allInnerTexts();

test('searching narrows the list, and the address keeps it', async () => {
  const company = await (await cell('公司')).innerText();
  await page.getByRole('searchbox', { name: '搜索线索' }).fill(company);
  await page.getByText('共 1 条').waitFor();
  assert.ok(page.url().includes('q='), 'the address holds the words');
  await page.reload();
  await page.getByText('共 1 条').waitFor();
  await page.getByRole('searchbox', { name: '搜索线索' }).fill('没有谁叫这个名字');
  await page.getByText('没有符合条件的线索').waitFor();
  await page.getByRole('button', { name: '清除筛选' }).click();
  await page.getByText('共 300 条').waitFor();
});

test('a condition becomes a chip, takes effect at once and goes again', async () => {
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  const panel = page.getByRole('dialog', { name: '添加条件' });
  await panel.getByRole('button', { name: '状态', exact: true }).waitFor();
  const focused = await page.evaluate(() => globalThis.document.activeElement?.getAttribute('aria-label'));
  assert.equal(focused, '搜索字段', 'the panel has the focus, also for those who asked for less motion');
  await panel.getByRole('button', { name: '状态', exact: true }).click();
  await panel.getByRole('checkbox', { name: '跟进中' }).check();
  await panel.getByRole('button', { name: '完成' }).click();
  const chips = page.getByRole('group', { name: '筛选条件' });
  await chips.getByText('跟进中').waitFor();
  await page.getByText('共 300 条').waitFor({ state: 'hidden' });
  const shown = new Set((await texts(5)).map((text) => text.trim()));
  assert.deepEqual([...shown], ['跟进中']);
  await chips.getByRole('button', { name: /^移除条件/ }).click();
  await page.getByText('共 300 条').waitFor();
});

test('a click on a column sorts by it', async () => {
  await page.getByRole('button', { name: '公司', exact: true }).click();
  await page.getByRole('columnheader', { name: '公司' }).and(page.locator('[aria-sort=ascending]')).waitFor();
  await page.waitForURL(/sort=company/);
  const first = await (await cell('公司')).innerText();
  await page.getByRole('button', { name: '公司', exact: true }).click();
  await page.getByRole('columnheader', { name: '公司' }).and(page.locator('[aria-sort=descending]')).waitFor();
  await page.waitForFunction((before) => document.querySelector('[aria-rowindex="2"] [aria-colindex="3"]')?.textContent !== before, first);
});

test('a cell is changed where it stands and stays changed', async () => {
  const company = await cell('公司');
  await company.dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('榆林望远测绘有限公司');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH'),
    page.keyboard.press('Enter'),
  ]);
  assert.equal(answer.status(), 200);
  await page.reload();
  await page.getByRole('gridcell', { name: '榆林望远测绘有限公司' }).waitFor();
});

test('a refused edit is shown in its cell, with the reason and what was typed', async () => {
  const mobile = await cell('手机');
  const before = await mobile.innerText();
  await mobile.dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('不是号码');
  await page.keyboard.press('Tab');
  const refused = page.getByRole('gridcell', { name: /^手机未保存/ });
  await refused.waitFor();
  assert.equal(await refused.getAttribute('aria-invalid'), 'true');
  assert.match(await refused.innerText(), /不是号码/);
  await page.reload();
  await page.getByRole('gridcell').first().waitFor();
  assert.equal(await (await cell('手机')).innerText(), before, 'nothing was saved');
});

test('a table from a spreadsheet is pasted over cells, and taken back', async () => {
  const company = await cell('公司');
  const before = await company.innerText();
  await company.click();
  await company.evaluate((element) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '榆林粘贴一公司\r\n榆林粘贴二公司\r\n');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByText('已粘贴 2 格').waitFor();
  await page.getByRole('gridcell', { name: '榆林粘贴二公司' }).waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByRole('gridcell', { name: '榆林粘贴一公司' }).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('gridcell').first().waitFor();
  assert.equal(await (await cell('公司')).innerText(), before);
});

test('keys begin, open and turn records, and a map tells of them', async () => {
  await page.keyboard.press('?');
  const map = page.getByRole('dialog', { name: '键盘快捷键' });
  await map.getByText('写跟进').waitFor();
  await assertAccessible(page, 'the keys');
  await page.keyboard.press('Escape');
  await map.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  await page.getByRole('dialog', { name: '新建线索' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: '新建线索' }).waitFor({ state: 'detached' });
  await (await cell('公司')).click();
  await page.keyboard.press('o');
  await page.waitForURL(/\/o\/lead\/./);
  await page.getByRole('button', { name: '下一条' }).waitFor();
  const first = new URL(page.url()).pathname;
  await page.keyboard.press('j');
  await page.waitForURL((url) => url.pathname !== first);
  await page.getByRole('button', { name: '上一条' }).waitFor();
  await page.keyboard.press('k');
  await page.waitForURL((url) => url.pathname === first);
  await page.getByRole('form', { name: '写跟进' }).waitFor();
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
});
