/** A list becomes an object: proposed, changed, made with its rows, taken back; on a phone, too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const rows = ['设备名称,出厂编号,联系手机,购入日期,价格（万元）,状态,是否在保,说明'];
for (let at = 1; at <= 24; at += 1) {
  rows.push(`试建设备${at},00${at},1380000${String(at).padStart(4, '0')},2026-01-${String(at).padStart(2, '0')},${at}.5,${at % 3 ? '在用' : '停用'},${at % 2 ? '是' : '否'},${at % 4 ? '' : '大修过'}`);
}
const list = (name, lines) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
const column = (page, heading) => page.getByRole('listitem').filter({ has: page.getByRole('combobox', { name: `“${heading}”用作` }) });

test('a list becomes an object with fields of guessed kinds, and its rows come in', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/objects');
  await page.getByRole('link', { name: '从文件新建' }).click();
  await page.locator('input[type=file]').setInputFiles(list('试建设备台账.csv', rows));

  await page.getByText('24 个值都是手机号').waitFor();
  await page.getByText('表头的单位是“万”').waitFor();
  await column(page, '状态').getByText('24 个值里只有 2 种').waitFor();
  await page.getByText(/以 0 开头/).waitFor();
  assert.equal(await page.getByRole('textbox', { name: '对象名称' }).inputValue(), '试建设备');
  await page.getByRole('region', { name: '前几行的样子' }).last().getByText('试建设备1', { exact: true }).waitFor();

  // A column is left out, and another gets a kind that doesn't fit: that is told before anything is made.
  await page.getByRole('combobox', { name: '“说明”用作' }).click();
  await page.getByTitle('不使用').last().click();
  await page.getByRole('combobox', { name: '“设备名称”用作' }).waitFor();
  await page.getByRole('combobox', { name: '“联系手机”的类型' }).click();
  await page.keyboard.type('邮箱');
  await page.keyboard.press('Enter');
  await column(page, '联系手机').getByText(/前 24 行中有 24 行不符合/).waitFor();
  await page.getByRole('combobox', { name: '“联系手机”的类型' }).click();
  await page.keyboard.type('电话');
  await page.keyboard.press('Enter');
  await column(page, '联系手机').getByText('24 个值都是手机号').waitFor();

  await page.getByRole('button', { name: '建立', exact: true }).click();
  await page.waitForURL(/\/o\/x_shi_jian_she_bei/);
  await page.getByRole('gridcell', { name: /^试建设备1/ }).first().waitFor();
  const fields = (await (await page.request.get('/api/v1/objects/x_shi_jian_she_bei')).json()).fields;
  const kinds = Object.fromEntries(fields.filter((field) => !field.system).map((field) => [field.label, field.kind]));
  assert.deepEqual(kinds, { 设备名称: 'text', 出厂编号: 'text', 联系手机: 'phone', 购入日期: 'date', '价格（万元）': 'money', 状态: 'choice', 是否在保: 'bool' });

  await page.goto('/import');
  await page.getByRole('link', { name: /试建设备台账\.csv/ }).click();
  await page.getByRole('button', { name: '撤销导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await page.getByText('删除了 24 条').waitFor();
  page.noErrors();
});

test('on a phone a name that is taken is told, a proposal waits, and bad rows are listed at the end', async () => {
  const page = await newPage(here, { viewport: { width: 390, height: 844 } });
  await signIn(page, 'admin', '/settings/objects/from-file');
  const lines = ['名称,手机'];
  for (let at = 0; at < 40; at += 1) lines.push(at === 7 ? '坏行,12x' : `手机试建${at},138${String(at).padStart(8, '0')}`);
  await page.locator('input[type=file]').setInputFiles(list('手机试建.csv', lines));
  await page.getByText(/40 个值中有 39 个是手机号/).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wide, 'nothing stands out to the right');
  await page.reload();
  await page.getByText(/40 个值中有 39 个是手机号/).waitFor();

  await page.getByRole('textbox', { name: '接口名' }).fill('');
  await page.getByRole('button', { name: '建立', exact: true }).click();
  await page.getByRole('alert').getByText('还不能建立').waitFor();
  await page.getByRole('textbox', { name: '接口名' }).fill('phone_made');
  // Whoever wants less motion keeps the library's spinner in the button's name.
  await page.getByRole('button', { name: /建立$/ }).click();
  await page.getByText('1 行因为有问题没有导入').waitFor();
  await page.getByRole('link', { name: /查看/ }).click();
  await page.waitForURL(/\/o\/x_phone_made/);
  // The newest stands first.
  await page.getByText('手机试建39', { exact: true }).first().waitFor();
  page.noErrors();
});
