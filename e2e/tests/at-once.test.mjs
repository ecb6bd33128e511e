/** What one needs and isn't there, made in place; entries for many records, and two records that become one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const rows = (page) => page.getByRole('grid', { name: '线索' }).getByRole('row');
const tick = (page, at) => rows(page).nth(at).getByRole('checkbox').check();
const newest = async (page, fields) => (await (await page.request.get('/api/v1/records/lead', { params: { limit: 2, fields } })).json()).items;

test('a tag goes to two leads beside what they have, and both become one that comes apart again', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await rows(page).nth(2).waitFor();
  const before = await newest(page, 'name,tags');
  await tick(page, 1);
  await tick(page, 2);
  const bar = page.getByRole('toolbar', { name: '对选中记录的操作' });
  await bar.getByRole('button', { name: '修改字段' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '标签', exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox').fill('展会回访');
  await page.keyboard.press('Enter');
  await assertAccessible(page, 'entries for many records');
  await page.getByRole('button', { name: '应用到 2 条记录' }).click();
  await page.getByText('已更新 2 条记录的标签').waitFor();
  for (const [at, lead] of (await newest(page, 'name,tags')).entries()) assert.deepEqual(lead.tags, [...(before[at].tags ?? []), '展会回访']);

  await tick(page, 1);
  await tick(page, 2);
  await bar.getByRole('button', { name: '合并' }).click();
  const dialog = page.getByRole('dialog', { name: '合并线索' });
  await dialog.getByText('保留的记录').first().waitFor();
  await assertAccessible(page, 'two that become one');
  await dialog.getByRole('button', { name: '合并', exact: true }).click();
  await page.getByText(/^已合并到：/).waitFor();
  assert.equal(new URL(page.url()).pathname, '/o/lead');
  await page.getByText(/^已合并到：/).locator('..').getByRole('button', { name: '撤销' }).click();
  await page.getByText('已撤销合并').waitFor();
  assert.deepEqual(new Set((await newest(page, 'name')).map(({ id }) => id)), new Set(before.map(({ id }) => id)));
  page.noErrors();
});

test('a campaign that a new lead came from is made in the form of the lead, and a condition is built in a dialog', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('button', { name: '新建线索' }).click();
  const form = page.getByRole('dialog', { name: '新建线索' });
  await form.getByLabel(/^姓名/).fill('试建人');
  await form.getByLabel(/^市场活动/).fill('秋季巡展');
  await page.getByText('新建市场活动“秋季巡展”').click();
  await page.getByText('已新建市场活动“秋季巡展”').waitFor();
  await form.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByRole('heading', { name: '试建人', level: 1 }).waitFor();
  const [lead] = await newest(page, 'name,campaign');
  assert.equal(lead.campaign.name, '秋季巡展');
  await page.getByRole('button', { name: '为什么由他负责' }).click();
  await page.getByRole('dialog', { name: '为什么由他负责' }).getByText('从创建起一直由他负责').waitFor();

  await page.goto('/settings/sharing');
  await page.getByRole('button', { name: '新建共享规则' }).click();
  const rule = page.getByRole('dialog', { name: '新建共享规则' });
  await rule.getByRole('radio', { name: '符合条件的' }).click();
  await rule.getByRole('button', { name: '筛选' }).click();
  await page.getByLabel('搜索字段').fill('级别');
  await page.getByRole('button', { name: /级别$/ }).click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: '完成' }).click();
  await rule.getByRole('button', { name: /^移除条件/ }).waitFor();
  page.noErrors();
});
