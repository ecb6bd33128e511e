/** A record: a field changed in place, a follow-up with the next date, another person changing the same field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** Opens one of the person's leads. */
async function openLead(login, at = 0) {
  const page = await newPage(here);
  await signIn(page, login, '/o/lead');
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: at + 1 } })).json();
  await page.goto(`/o/lead/${items[at].id}`);
  await page.getByRole('heading', { name: items[at].name, level: 1 }).waitFor();
  return { page, lead: items[at] };
}

test('a field is changed in place, stays, and the history tells of it', async () => {
  const { page } = await openLead('wangjie');
  await page.getByRole('button', { name: '编辑职务' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('设备采购负责人');
  await page.keyboard.press('Enter');
  await page.getByRole('definition').filter({ hasText: '设备采购负责人' }).waitFor();
  await page.reload();
  await page.getByRole('definition').filter({ hasText: '设备采购负责人' }).waitFor();
  await page.getByRole('tab', { name: '变更历史' }).click();
  await page.getByRole('tabpanel').getByText('设备采购负责人').waitFor();
  page.noErrors();
});

test('a value out of range is refused beside the field and not saved', async () => {
  const { page, lead } = await openLead('admin', 1);
  await page.getByRole('button', { name: '编辑评分' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('250');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('不能大于 100').waitFor();
  const now = await (await page.request.get(`/api/v1/records/lead/${lead.id}`)).json();
  assert.equal(now.score, lead.score);
});

test('a follow-up with the next date is on the timeline and in the header', async () => {
  const { page } = await openLead('wangjie', 2);
  const form = page.getByRole('form', { name: '写跟进' });
  await form.getByText('拜访', { exact: true }).click();
  await form.getByLabel('内容').fill('去现场看了两条产线，约好下周送样机。');
  await form.getByRole('button', { name: '下次跟进', exact: true }).click();
  await page.getByRole('button', { name: '3 天后', exact: true }).click();
  // By its key, wherever in the form one has just been.
  await page.keyboard.press('Control+Enter');
  // The composer is empty again, and what was written is among the events.
  await form.getByRole('button', { name: '保存' }).and(page.locator(':disabled')).waitFor();
  await page.getByRole('tabpanel').getByRole('listitem').getByText('去现场看了两条产线').waitFor();
  assert.equal(await form.getByLabel('内容').inputValue(), '');
  await page.getByRole('group', { name: '关键信息' }).getByText('3 天后').waitFor();
  page.noErrors();
});

test('a follow-up says what the customer minds, brings a picture, and leaves a task', async () => {
  const { page, lead } = await openLead('wangjie', 4);
  const form = page.getByRole('form', { name: '写跟进' });
  const box = form.getByLabel('内容');
  await form.getByRole('button', { name: '插入常用语' }).click();
  await page.getByRole('button', { name: /^价格异议/ }).click();
  assert.match(await box.inputValue(), /客户觉得价格偏高/);
  await form.getByRole('button', { name: '客户关注点', exact: true }).click();
  await page.getByRole('button', { name: '价格', exact: true }).click();
  await page.getByRole('button', { name: '交期', exact: true }).click();
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: '添加附件' }).click();
  const chooser = page.waitForEvent('filechooser');
  await form.getByRole('button', { name: '选择文件，或拖到这里 · 附件' }).click();
  await (await chooser).setFiles({ name: '报价对比.txt', mimeType: 'text/plain', buffer: Buffer.from('三年总成本') });
  await form.getByRole('button', { name: '移除报价对比.txt' }).waitFor();
  await form.getByRole('button', { name: '保存' }).click();
  const said = page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: '客户觉得价格偏高' });
  await said.getByText('价格', { exact: true }).waitFor();
  await said.getByRole('link', { name: /报价对比/ }).waitFor();

  await page.getByRole('radiogroup', { name: '写跟进、任务或评论' }).getByRole('radio', { name: '任务' }).click();
  const plan = page.getByRole('form', { name: '新建任务' });
  await plan.getByRole('button', { name: '截止时间', exact: true }).click();
  await page.getByRole('button', { name: '明天', exact: true }).click();
  await plan.getByLabel('任务名称').fill('把三年总成本表发给客户财务');
  await page.keyboard.press('Enter');
  await page.getByText('已创建：把三年总成本表发给客户财务').waitFor();
  const filter = JSON.stringify({ field: 'name', op: 'eq', value: '把三年总成本表发给客户财务' });
  const found = await (await page.request.get(`/api/v1/records/task?filter=${encodeURIComponent(filter)}`)).json();
  assert.equal(found.items[0].related.id, lead.id);
  assert.equal(found.items[0].owner.name, '王婕');
  page.noErrors();
});

test('two people on the same field: both values are shown and one is chosen', async () => {
  const { page, lead } = await openLead('wangjie', 3);
  const { page: other } = await openLead('admin');
  await page.getByRole('button', { name: '编辑职务' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('我写的职务');
  const taken = await other.request.patch(`/api/v1/records/lead/${lead.id}`, {
    headers: { 'If-Match': `"${lead.version}"`, Origin: here.server.url },
    data: { title: '别人写的职务' },
  });
  assert.equal(taken.status(), 200, await taken.text());
  await page.keyboard.press('Enter');
  const asked = page.getByRole('group', { name: '“职务”刚刚被别人改过' });
  await asked.getByText('别人写的职务').waitFor();
  await asked.getByText('我写的职务').waitFor();
  await asked.getByRole('button', { name: '保留我的' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByRole('definition').filter({ hasText: '我写的职务' }).waitFor();
  const now = await (await page.request.get(`/api/v1/records/lead/${lead.id}`)).json();
  assert.equal(now.title, '我写的职务');
});
