/** What a change in the designer touches is told before it is made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('where a field is used, what a retired option concerns, and what a goal keeps from going', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/objects/opportunity');
  await page.getByRole('button', { name: '添加字段' }).waitFor();
  const send = async (path, data) => {
    const answer = await page.request.post(`/api/v1${path}`, { data, headers: { origin: here.server.url } });
    assert.equal(answer.status(), 201, await answer.text());
    return answer.json();
  };
  const option = (name, zh) => ({ name, labels: { 'zh-CN': zh } });
  await send('/objects/opportunity/fields', { name: 'zone', kind: 'choice', labels: { 'zh-CN': '片区' }, options: [option('north', '北区'), option('south', '南区')] });
  const filter = { field: 'x_zone', op: 'eq', value: 'north' };
  const view = await send('/objects/opportunity/views', { name: '北区商机', audience: 'everyone', filter });
  const goal = await send('/company/goals', { name: '北区签约', object: 'opportunity', measure: 'count', date: 'closed_on', cycle: 'month', filter });

  await page.reload();
  await page.getByRole('button', { name: '片区', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(/1 个视图、1 个目标/).click();
  await drawer.getByRole('link', { name: '北区商机' }).waitFor();
  await drawer.getByRole('link', { name: '北区签约' }).waitFor();
  await drawer.getByRole('button', { name: '「北区」的更多操作' }).click();
  await page.getByRole('menuitem', { name: '停用' }).click();
  await drawer.getByText('1 个视图、1 个目标用到它；停用后不能再选，已有的值保留。').waitFor();
  await drawer.getByRole('button', { name: '撤销' }).click();
  await drawer.getByRole('switch', { name: /^必填/ }).click();
  await drawer.getByText(/^现有 \d+\+? 条没有值/).waitFor();
  await drawer.getByRole('button', { name: '取消' }).click();

  const ask = async () => {
    await page.getByRole('button', { name: '「片区」的更多操作' }).click();
    await page.getByRole('menuitem', { name: '删除' }).click();
    return page.getByRole('dialog');
  };
  let dialog = await ask();
  await dialog.getByText('以下内容用到它，请先修改它们：').waitFor();
  assert.equal(await dialog.getByRole('button', { name: '删除字段' }).isDisabled(), true);
  await dialog.getByText('删除后需要重新设置').waitFor();
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.request.delete(`/api/v1/company/goals/${goal.id}`, { headers: { origin: here.server.url } });
  dialog = await ask();
  await dialog.getByRole('button', { name: '删除字段' }).click();
  await page.getByText('已删除字段「片区」').waitFor();
  // The view stays and says why it shows nothing.
  await page.goto(`/o/opportunity?view=${view.id}`);
  await page.getByText(/用到了已删除或您无权查看的字段/).first().waitFor();
  page.noErrors();
});
