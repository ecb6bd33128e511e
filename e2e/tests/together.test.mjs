/** Two people at one record: who is there, what the other changes, and what becomes of what one is typing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** A lead of hers that her colleague from the administration has open, too. */
async function bothOpen(at) {
  const [page, other] = [await newPage(here), await newPage(here)];
  await signIn(page, 'wangjie', '/o/lead');
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: at + 1 } })).json();
  const lead = items[at];
  await signIn(other, 'admin', `/o/lead/${lead.id}`);
  await page.goto(`/o/lead/${lead.id}`);
  for (const one of [page, other]) await one.getByRole('heading', { name: lead.name, level: 1 }).waitFor();
  const me = await (await page.request.get('/api/v1/me')).json();
  const them = await (await other.request.get('/api/v1/me')).json();
  return { page, other, lead, me, them };
}

async function edit(page, label, text) {
  await page.getByRole('button', { name: `编辑${label}` }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

test('both see each other, the field that the other is at, and that they have left', async () => {
  const { page, other, me, them } = await bothOpen(0);
  await page.getByRole('img', { name: `${them.name} 正在查看` }).waitFor();
  await other.getByRole('img', { name: `${me.name} 正在查看` }).waitFor();
  await other.getByRole('button', { name: '编辑职务' }).click();
  await page.getByRole('img', { name: `${them.name} 正在编辑职务` }).waitFor();
  await page.getByText(`${them.name} 正在编辑`, { exact: true }).waitFor();
  await assertAccessible(page, 'a record with somebody else at it');
  await other.keyboard.press('Escape');
  await page.getByRole('img', { name: `${them.name} 正在查看` }).waitFor();
  await other.close();
  await page.getByRole('img', { name: `${them.name} 正在查看` }).waitFor({ state: 'detached', timeout: 40_000 });
  page.noErrors();
});

test('what the other saves comes by itself, and what one types stays until one has chosen', async () => {
  const { page, other, lead, them } = await bothOpen(1);
  await edit(page, '职务', '我正在写的职务');
  await edit(other, '公司', '改过名的公司');
  await other.keyboard.press('Enter');
  await page.getByRole('definition').filter({ hasText: '改过名的公司' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: '职务' }).inputValue(), '我正在写的职务');
  await edit(other, '职务', '对方写的职务');
  await other.keyboard.press('Enter');
  const asked = page.getByRole('group', { name: '“职务”刚刚被别人改过' });
  await asked.getByText(`${them.name} 刚刚改成了`).waitFor();
  await asked.getByText('对方写的职务').waitFor();
  await asked.getByRole('button', { name: '查看差异' }).click();
  await asked.locator('ins').first().waitFor();
  await assertAccessible(page, 'a conflict while typing');
  await asked.getByRole('button', { name: '保留我的' }).click();
  assert.equal(await page.getByRole('textbox', { name: '职务' }).inputValue(), '我正在写的职务');
  await page.keyboard.press('Enter');
  await other.getByRole('definition').filter({ hasText: '我正在写的职务' }).waitFor();
  const now = await (await page.request.get(`/api/v1/records/lead/${lead.id}`)).json();
  assert.deepEqual([now.title, now.company], ['我正在写的职务', '改过名的公司']);
  page.noErrors();
  other.noErrors();
});

test('a record that is given away while one types says so, with what was typed', async () => {
  const { page, other, lead, them } = await bothOpen(2);
  await edit(page, '职务', '还没有保存的职务');
  const moved = await other.request.patch(`/api/v1/records/lead/${lead.id}`, { headers: { Origin: here.server.url }, data: { owner: them.id } });
  assert.equal(moved.status(), 200, await moved.text());
  await page.getByText('这条线索已经看不到了').waitFor();
  await page.getByRole('region', { name: '您填写但尚未保存的内容' }).getByText('还没有保存的职务').waitFor();
  await assertAccessible(page, 'a record that is out of sight');
});

test('a record that goes to the bin is told in place and brought back', async () => {
  const { page: sales, other, lead } = await bothOpen(3);
  const page = other;
  await edit(page, '职务', '管理员写的职务');
  const gone = await sales.request.delete(`/api/v1/records/lead/${lead.id}`, { headers: { Origin: here.server.url } });
  assert.equal(gone.status(), 204, await gone.text());
  await page.getByText('删除了这条记录，现在只能查看').waitFor();
  await page.getByText('这条记录已被删除，无法保存。').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('definition').filter({ hasText: '管理员写的职务' }).waitFor();
  await page.getByRole('button', { name: '恢复', exact: true }).click();
  await page.getByText('删除了这条记录，现在只能查看').waitFor({ state: 'detached' });
  await page.getByRole('definition').filter({ hasText: '管理员写的职务' }).waitFor();
});

test('without a line what was typed is kept over a reload and saved once it is back', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/o/lead');
  const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: 5 } })).json();
  const lead = items[4];
  await page.goto(`/o/lead/${lead.id}`);
  await page.route('**/api/v1/records/lead/*', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.fallback()));
  await edit(page, '职务', '断网时写的职务');
  await page.keyboard.press('Enter');
  await page.getByText('连接断开，已保存在本机').waitFor();
  await page.reload();
  await page.getByText('连接断开，已保存在本机').waitFor();
  await page.getByRole('definition').filter({ hasText: '断网时写的职务' }).waitFor();
  await page.unroute('**/api/v1/records/lead/*');
  await page.getByText('连接断开，已保存在本机').waitFor({ state: 'detached' });
  const now = await (await page.request.get(`/api/v1/records/lead/${lead.id}`)).json();
  assert.equal(now.title, '断网时写的职务');
});
