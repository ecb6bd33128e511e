/** An administrator looks at the program as a salesperson, and shares by a condition what that person sees then. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const total = async (page) => (await (await page.request.get('/api/v1/records/lead?limit=1&total=exact')).json()).total.value;

test('an administrator looks as somebody else, read only, and ends it', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/users');
  const all = await total(chief);
  await chief.getByRole('button', { name: '「王婕」的更多操作' }).click();
  await chief.getByText('以其身份查看').click();
  const strip = chief.getByText('正以 王婕 的身份查看 · 只读');
  await strip.waitFor();
  const hers = await total(chief);
  assert.ok(hers > 0 && hers < all, `${hers} of ${all}`);
  const refused = await chief.request.post('/api/v1/records/lead', { data: { name: 'x' }, headers: { origin: here.server.url } });
  assert.equal((await refused.json()).code, 'viewing_as');
  await chief.goto('/o/lead');
  await strip.waitFor();
  await assertAccessible(chief, 'a list seen as somebody else');
  await chief.getByRole('button', { name: '结束' }).click();
  await strip.waitFor({ state: 'detached' });
  assert.equal(await total(chief), all);
  const log = await (await chief.request.get('/api/v1/audit?action=view_as.')).json();
  assert.equal(log.items.length, 2);
  chief.noErrors();
});

test('what meets a condition is shared', async () => {
  const mate = await newPage(here);
  await signIn(mate, 'wangjie', '/o/lead');
  const before = await total(mate);
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/sharing');
  await chief.getByRole('button', { name: '新建共享规则' }).click();
  const form = chief.getByRole('dialog');
  await form.getByLabel('规则名称').fill('已确认的给王婕');
  await form.getByRole('combobox', { name: /^对象/ }).click();
  await chief.locator('.ant-select-item-option', { hasText: /^线索$/ }).click();
  await form.getByRole('radio', { name: '符合条件的' }).check();
  await form.getByRole('button', { name: '筛选' }).click();
  await chief.getByRole('button', { name: '状态', exact: true }).click();
  await chief.getByRole('checkbox', { name: /已确认/ }).check();
  await chief.getByRole('button', { name: '完成' }).click();
  await form.getByRole('combobox', { name: /共享给/ }).fill('王婕');
  await chief.getByTitle('王婕', { exact: true }).click();
  await form.getByLabel('规则名称').click();
  await assertAccessible(chief, 'a rule with a condition');
  await form.getByRole('button', { name: /保\s?存/ }).click();
  await chief.getByText('已保存共享规则「已确认的给王婕」').waitFor();
  const filter = encodeURIComponent(JSON.stringify({ field: 'status', op: 'eq', value: 'qualified' }));
  const qualified = async (page) => (await (await page.request.get(`/api/v1/records/lead?limit=1&total=exact&filter=${filter}`)).json()).total.value;
  assert.equal(await qualified(mate), await qualified(chief));
  assert.ok((await total(mate)) > before);
  chief.noErrors();
  mate.noErrors();
});
