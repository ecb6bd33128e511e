/** A layout for the role 销售, made by menus, is the salesperson's when it is published, and no longer when it is taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const json = async (page, path) => (await page.request.get(`/api/v1${path}`)).json();

/** The form for a new lead, as the person sees it. */
async function form(page) {
  await page.goto('/o/lead');
  await page.getByRole('button', { name: '新建线索' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(/^姓名/).waitFor();
  return drawer;
}

test('a layout for a role is drafted, published, seen by the role, and taken back', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/objects/lead?tab=form');
  await chief.getByRole('button', { name: /^正在设计：默认布局/ }).click();
  await chief.getByRole('menuitemradio', { name: '新建布局' }).click();
  await chief.getByLabel('布局名称（简体中文）').fill('销售版');
  await chief.getByRole('button', { name: '开始设计' }).click();
  await chief.getByRole('button', { name: /^正在设计：销售版/ }).waitFor();
  await chief.getByRole('combobox', { name: '角色' }).fill('销售');
  await chief.getByTitle('销售', { exact: true }).click();
  await chief.keyboard.press('Escape');
  // By the menu, as somebody does who can't drag.
  await chief.getByRole('button', { name: '添加标签页' }).click();
  await chief.getByRole('button', { name: '「职务」的更多操作' }).click();
  await chief.getByRole('menuitem', { name: '移到「新标签页 · 新分区」' }).click();
  await chief.getByRole('button', { name: '「邮箱」的更多操作' }).click();
  await chief.getByRole('menuitem', { name: '移出表单' }).click();
  await chief.getByRole('button', { name: '保存草稿' }).click();
  await chief.getByText('草稿，未发布').waitFor();
  await assertAccessible(chief, 'the designer of a layout');

  const seller = await newPage(here);
  await signIn(seller, 'wangjie', '/o/lead');
  const before = await form(seller);
  assert.equal(await before.getByLabel('邮箱').count(), 1, 'a draft is nobody else’s');

  await chief.getByRole('button', { name: '预览' }).click();
  const preview = chief.getByRole('dialog');
  await preview.getByRole('region', { name: '新建表单' }).waitFor();
  assert.equal(await preview.getByText('邮箱', { exact: true }).count(), 0);
  await chief.keyboard.press('Escape');
  await chief.getByRole('button', { name: '发布', exact: true }).click();
  await chief.getByText(/^已发布「销售版」/).waitFor();

  const during = await form(seller);
  assert.equal(await during.getByLabel('邮箱').count(), 0);
  await during.getByRole('tab', { name: '新标签页' }).waitFor();
  await during.getByLabel('职务').waitFor();
  await assertAccessible(seller, 'a form with a tab');
  const { items } = await json(seller, '/records/lead?limit=1');
  assert.ok('email' in items[0], 'a layout is no right');
  await seller.goto(`/o/lead/${items[0].id}`);
  await seller.getByRole('tab', { name: '新标签页' }).waitFor();

  // Twice published: back to the first.
  await chief.getByRole('button', { name: '「邮箱」的更多操作' }).click();
  await chief.getByRole('menuitem', { name: /^移到/ }).first().click();
  await chief.getByRole('button', { name: '发布', exact: true }).click();
  await chief.getByRole('button', { name: '历史版本' }).click();
  await chief.getByRole('button', { name: /^版本 1/ }).click();
  await chief.getByText(/^移除「邮箱」/).waitFor();
  await chief.getByRole('button', { name: '恢复并发布' }).click();
  await chief.getByRole('button', { name: '恢复并发布' }).waitFor({ state: 'detached' });
  const after = await json(seller, '/objects/lead');
  assert.ok(!JSON.stringify(after.layouts[0]).includes('"email"'));
  const log = await json(chief, '/audit?action=layout.published');
  assert.equal(log.items.length, 3);

  await chief.getByRole('button', { name: '更多', exact: true }).click();
  await chief.getByRole('menuitem', { name: '删除布局' }).click();
  await chief.getByRole('dialog').getByRole('button', { name: '删除布局' }).click();
  await chief.getByRole('button', { name: /^正在设计：默认布局/ }).waitFor();
  const back = await form(seller);
  assert.equal(await back.getByLabel('邮箱').count(), 1);
  chief.noErrors();
  seller.noErrors();
});
