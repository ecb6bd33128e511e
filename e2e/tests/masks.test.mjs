/** A masked phone number is covered in the list and on the record, and shown to who may reveal it; the log keeps the look. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

async function json(page, path) {
  return (await page.request.get(`/api/v1${path}`)).json();
}

test('a masked value is covered, and revealed with a trace', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/settings/roles');
  const person = (await json(chief, '/users')).items.find((user) => user.login === 'wangjie');
  const role = (await json(chief, '/roles')).items.find((one) => one.id === person.roles[0].id);
  await chief.getByRole('button', { name: new RegExp(`^${role.name}\\s*\\d`) }).click();
  await chief.getByRole('combobox', { name: '线索: 查看脱敏' }).selectOption('own');
  await chief.getByRole('tab', { name: '字段权限' }).click();
  await chief.getByRole('combobox', { name: '对象' }).fill('线索');
  await chief.keyboard.press('Enter');
  await chief.getByRole('radiogroup', { name: '「手机」的权限' }).getByRole('radio', { name: '脱敏' }).check();
  await chief.getByRole('button', { name: /保\s?存/ }).click();
  await chief.getByText(/已保存角色/).waitFor();
  await assertAccessible(chief, 'the rights of fields');

  const page = await newPage(here);
  await signIn(page, 'wangjie', '/o/lead');
  const { items } = await json(page, '/records/lead?limit=100&fields=name,mobile');
  const lead = items.find((one) => one.mobile);
  assert.match(lead.mobile, /^1\d\d\*{4}\d{4}$/);
  await page.goto(`/o/lead/${lead.id}`);
  await page.getByText(lead.mobile).first().waitFor();
  await page.getByRole('button', { name: /查看手机原文/ }).click();
  await page.getByRole('button', { name: '重新脱敏手机' }).waitFor();
  const log = await json(chief, '/audit?action=record.revealed');
  assert.equal(log.items[0].record_id, lead.id);
  assert.deepEqual(log.items[0].detail, { field: 'mobile' });
  page.noErrors();
});
