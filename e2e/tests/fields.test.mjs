/** An administrator adds a field: form, list, filter and import have it at once, and its rules hold. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newPage, signIn, startBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';

let server, browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function addField(page, kind, name, choose) {
  await page.goto('/settings/objects/lead');
  await page.getByRole('button', { name: '添加字段' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await drawer.getByLabel('字段名称（简体中文）').fill(name);
  await choose?.(drawer);
  await drawer.getByRole('button', { name: '添加字段' }).click();
  await page.getByText(`已添加字段「${name}」`).waitFor();
}

test('a new field is in the form, the list and the filter at once', async () => {
  const page = await newPage(browser, server);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid').waitFor();
  await addField(page, '整数', '门店数量');
  await page.getByRole('row').filter({ hasText: '门店数量' }).getByText('自定义').waitFor();

  await page.getByRole('link', { name: '打开列表' }).click();
  await page.getByRole('grid').waitFor();
  await page.getByRole('button', { name: '列设置' }).click();
  await page.getByRole('checkbox', { name: '门店数量' }).click();
  await page.getByRole('columnheader', { name: '门店数量' }).waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('button', { name: '编辑门店数量' }).click();
  await page.keyboard.type('17');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: '详情' }).getByRole('definition').filter({ hasText: /^17$/ }).waitFor();

  await page.getByRole('button', { name: '返回线索列表' }).click();
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  await page.getByRole('textbox', { name: '搜索字段' }).fill('门店');
  await page.keyboard.press('Enter');
  await page.getByLabel('条件', { exact: true }).selectOption({ label: '不为空' });
  await page.getByRole('button', { name: '完成', exact: true }).click();
  await page.getByText('共 1 条').waitFor();

  await page.getByRole('button', { name: '新建线索' }).click();
  await page.getByRole('dialog').getByLabel('门店数量').waitFor();
  page.noErrors();
});

test('a field without duplicates: the second record is refused with the reason', async () => {
  const page = await newPage(browser, server);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('grid').waitFor();
  await addField(page, '单行文本', '合同号', (drawer) => drawer.getByRole('switch', { name: /^不允许重复/ }).click());
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: 2 } })).json();
  const write = async (id) => {
    await page.goto(`/o/lead/${id}`);
    await page.getByRole('button', { name: '编辑合同号' }).click();
    await page.keyboard.type('HT-2026-0001');
    await page.keyboard.press('Enter');
  };
  await write(items[0].id);
  await page.getByRole('definition').filter({ hasText: 'HT-2026-0001' }).waitFor();
  await write(items[1].id);
  const refusal = page.getByRole('alert').filter({ hasText: /\S/ });
  await refusal.first().waitFor();
  await page.reload();
  await page.getByRole('button', { name: '编辑合同号' }).waitFor();
  assert.equal(await page.getByText('HT-2026-0001').count(), 0, 'nothing was saved');
});
