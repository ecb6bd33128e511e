/** An administrator makes a goal and gives targets; a salesperson sees the bar, and its number leads to the records. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();
const NAME = '本年新增线索';

test('a goal is set, seen and followed to its records', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/goals');
  await chief.getByText('签约额').waitFor();
  await chief.getByRole('button', { name: '新建目标' }).click();
  const form = chief.getByRole('dialog', { name: '新建目标' });
  await form.getByLabel('名称').fill(NAME);
  await form.getByRole('combobox', { name: '对象' }).click();
  await chief.getByTitle('线索', { exact: true }).click();
  await form.getByRole('radio', { name: '每年' }).check();
  await form.getByRole('radio', { name: '数量' }).check();
  await assertAccessible(chief, 'the form of a goal');
  await form.getByRole('button', { name: /保\s?存/ }).click();
  const row = chief.getByRole('listitem').filter({ hasText: NAME });
  await row.getByText('进行中').waitFor();
  await assertAccessible(chief, 'goals of a company');

  await row.getByRole('link', { name: `「${NAME}」的目标值` }).click();
  const year = await chief.getByRole('group', { name: '年份' }).innerText();
  const hers = chief.getByRole('textbox', { name: `王婕，${year.trim()}` });
  await hers.fill('0.4万');
  await chief.getByRole('textbox', { name: `华东销售部，${year.trim()}` }).fill('90');
  assert.equal(await hers.inputValue(), '4,000', 'grouped once one has left it');
  // What stands in a cell is chosen when one comes to it, so what is typed takes its place.
  await hers.focus();
  await chief.keyboard.type('40');
  assert.equal(await hers.inputValue(), '40');
  await chief.getByText('下级 40').first().waitFor();
  await assertAccessible(chief, 'the targets of a goal');
  await chief.getByRole('button', { name: '保存 2 处' }).click();
  await chief.getByText('已保存 2 处目标值').waitFor();

  const mate = await newPage(here, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(mate, 'wangjie', '/');
  await mate.getByRole('region', { name: '目标' }).getByText(`${NAME} · 我`).click();
  const goal = mate.getByRole('region', { name: NAME });
  await goal.getByText('/ 40').waitFor();
  assert.equal(await goal.getByRole('table').count(), 0, 'nobody else is shown');
  await assertAccessible(mate, 'goals on a phone');
  const reached = goal.getByRole('link', { name: /^王婕已完成 \d+，查看记录$/ });
  const count = Number((await reached.innerText()).replace(/\D/g, ''));
  assert.ok(count > 0, 'the sample has leads of hers this year');
  await reached.click();
  await mate.waitForURL(/\/o\/lead\?/);
  const { filter } = Object.fromEntries(new URL(mate.url()).searchParams);
  const list = await mate.evaluate(async (body) => (await fetch('/api/v1/records/lead/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json(), `{"filter":${filter},"total":"exact"}`);
  assert.equal(list.total.value, count, 'exactly the records that were counted');

  const head = await newPage(here);
  await signIn(head, 'zhounan', '/goals');
  const ranking = head.getByRole('region', { name: NAME }).getByRole('table');
  await ranking.getByRole('rowheader', { name: /^王婕/ }).waitFor();
  await assertAccessible(head, 'a ranking');
  await head.setViewportSize(PHONE);
  await assertAccessible(head, 'a ranking on a phone');
  await ranking.getByRole('link', { name: /^华东销售部已完成/ }).click();
  await head.getByText('负责人 · 部门').waitFor();
  for (const page of [chief, mate, head]) page.noErrors();
});
