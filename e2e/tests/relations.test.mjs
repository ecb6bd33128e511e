/** An account's opportunities as a tab: a list with its sum, its keys and a way back; which tabs and key facts there are is the layout's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** The account that the person sees with the most opportunities. */
async function account(page) {
  const { items } = await (await page.request.get('/api/v1/records/opportunity', { params: { limit: 200, fields: 'account' } })).json();
  const counts = new Map();
  for (const { account: of } of items) if (of) counts.set(of.id, (counts.get(of.id) ?? 0) + 1);
  const [id, count] = [...counts].sort((a, b) => b[1] - a[1])[0];
  assert.ok(count >= 2, `the sample has an account with opportunities: ${count}`);
  return { id, count, ...(await (await page.request.get(`/api/v1/records/account/${id}`)).json()) };
}

const tab = (page, name) => page.getByRole('tab', { name });

test('a manager reads an account’s opportunities in a tab, opens one, comes back, adds one', async () => {
  const page = await newPage(here);
  await signIn(page, 'linyuan', '/o/account');
  const { id, count } = await account(page);
  await page.goto(`/o/account/${id}`);
  await tab(page, new RegExp(`^商机 ?${count}$`)).click();
  await page.waitForURL(/tab=opportunity\.account/);
  const grid = page.getByRole('grid', { name: '商机' });
  await grid.getByRole('row').nth(count).waitFor();
  assert.equal(await grid.getByRole('row').count(), count + 1);
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('list', { name: '金额合计' }).getByText(/¥/).first().waitFor();
  await assertAccessible(page, 'a tab of related records');

  // By the keyboard into a record; the browser's button leads back to the tab.
  await grid.getByRole('link').first().locator('xpath=ancestor::*[@role="gridcell"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('o');
  await page.waitForURL(/\/o\/opportunity\//);
  await page.goBack();
  await grid.getByRole('row').nth(count).waitFor();
  assert.match(page.url(), /tab=opportunity\.account/);
  // The address alone shows the same, and one step back is where one was before the tab.
  await page.reload();
  await grid.getByRole('row').nth(count).waitFor();
  await page.goBack();
  await page.getByRole('tab', { name: '动态', selected: true }).waitFor();
  await page.goForward();

  await panel.getByRole('button', { name: '新建商机' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(/^商机名称/).fill('二期扩产设备');
  await drawer.getByRole('button', { name: '保存', exact: true }).click();
  await grid.getByRole('link', { name: '二期扩产设备' }).waitFor();
  await tab(page, new RegExp(`^商机 ?${count + 1}$`)).waitFor();
  await panel.getByRole('link', { name: '在列表中打开商机' }).click();
  await page.getByRole('grid', { name: '商机' }).getByRole('row').nth(count + 1).waitFor();
  const { total } = await (await page.request.get('/api/v1/records/opportunity', { params: { filter: JSON.stringify({ field: 'account', op: 'in', value: [id] }) } })).json();
  assert.equal(total.value, count + 1);
  page.noErrors();
});

test('on a phone the tabs scroll, and the records are cards', async () => {
  const page = await newPage(here, { viewport: PHONE });
  await signIn(page, 'linyuan', '/o/account');
  const { id, count } = await account(page);
  await page.goto(`/o/account/${id}?tab=opportunity.account`);
  const list = page.getByRole('list', { name: '商机' });
  await list.getByRole('listitem').nth(count - 1).waitFor();
  assert.ok(await tab(page, /^商机/).evaluate((own) => own.getBoundingClientRect().right <= innerWidth), 'the open tab is in sight');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page itself does not scroll sideways');
  await assertAccessible(page, 'related records on a phone');
  page.noErrors();
});

test('an administrator says which tabs and key facts accounts have, and goes back to the guess', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/objects/account?tab=form');
  const facts = chief.getByRole('region', { name: '关键指标' });
  await facts.getByLabel(/^自动/).click();
  const hide = facts.getByRole('button', { name: /^不显示/ });
  while (await hide.count()) await hide.first().click();
  for (const field of ['行业', '负责人']) {
    await facts.getByRole('combobox', { name: '添加字段' }).click();
    await chief.keyboard.type(field);
    await chief.getByTitle(field, { exact: true }).click();
  }
  await facts.getByRole('button', { name: '上移「负责人」' }).click();
  const tabs = chief.getByRole('region', { name: '相关列表标签页' });
  await tabs.getByLabel(/^与相关列表一致/).click();
  await tabs.getByRole('button', { name: '不显示「商机」' }).click();
  await assertAccessible(chief, 'the choice of key facts and tabs');
  await chief.getByRole('button', { name: '发布', exact: true }).click();
  await chief.getByText(/^已发布「默认布局」/).waitFor();

  const manager = await newPage(here);
  await signIn(manager, 'linyuan', '/o/account');
  const { id } = await account(manager);
  await manager.goto(`/o/account/${id}`);
  const head = manager.getByRole('group', { name: '关键信息' });
  await head.getByText('行业').waitFor();
  assert.deepEqual(await head.getByRole('term').allInnerTexts(), ['负责人', '行业']);
  assert.equal(await tab(manager, /^商机/).count(), 0);
  await tab(manager, /^联系人/).waitFor();
  await manager.getByRole('region', { name: '商机' }).waitFor();

  await chief.getByRole('button', { name: '历史版本' }).click();
  await chief.getByRole('button', { name: /^版本 1/ }).click();
  await chief.getByText('关键指标不同').waitFor();
  await chief.getByText('相关列表标签页不同').waitFor();
  await chief.getByRole('button', { name: '恢复并发布' }).click();
  await chief.getByRole('button', { name: '恢复并发布' }).waitFor({ state: 'detached' });
  await manager.reload();
  await tab(manager, /^商机/).waitFor();
  assert.ok((await head.getByRole('term').allInnerTexts()).length > 0);
  chief.noErrors();
  manager.noErrors();
});
