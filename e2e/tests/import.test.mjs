/** A file of leads in GBK through the wizard: matched, checked, imported, seen in the list, taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

/** 30 rows: row 6 no number for a phone, row 14 an unknown status, row 23 the 30th of February. */
const FILE = fileURLToPath(new URL('../fixtures/leads-gbk.csv', import.meta.url));

const here = site();

const leads = async (page, q) => (await (await page.request.get('/api/v1/records/lead', { params: { q, limit: 100 } })).json()).items;

test('a GBK file is matched, checked, imported and taken back', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('link', { name: '导入', exact: true }).click();
  await page.locator('input[type=file]').setInputFiles(FILE);

  const columns = page.getByRole('region', { name: '匹配列' });
  await columns.getByText('共 30 行').waitFor();
  await columns.getByText(/GB/).waitFor();
  for (const [column, field] of [['姓名', '姓名'], ['公司名称', '公司'], ['手机号', '手机'], ['线索状态', '状态'], ['备注', '备注']]) {
    await columns.getByRole('listitem').filter({ has: page.getByRole('combobox', { name: `“${column}”列对应的字段` }) }).getByText(field, { exact: true }).last().waitFor();
  }
  await page.getByRole('button', { name: '检查数据' }).click();

  await page.getByText('3 行有问题，导入时会跳过').waitFor();
  const faults = page.getByRole('region', { name: '问题明细' });
  for (const [row, column, value] of [['6', '手机号', '电话不详'], ['14', '线索状态', '随便写的'], ['23', '预计采购日期', '2027年2月30日']]) {
    const fault = faults.getByRole('row').filter({ has: page.getByRole('cell', { name: row, exact: true }) });
    await fault.getByRole('cell', { name: column, exact: true }).waitFor();
    await fault.getByText(value, { exact: true }).waitFor();
    assert.ok((await fault.getByRole('cell').last().innerText()).trim().length > 3, `row ${row} has a reason`);
  }
  assert.equal((await leads(page, '试航')).length, 0, 'the check writes nothing');

  await page.getByRole('button', { name: '导入 27 行' }).click();
  await page.getByText('已导入 27 条线索').waitFor();
  await page.getByText('3 行因为有问题没有导入').waitFor();
  await page.getByRole('link', { name: '查看线索' }).click();
  await page.getByRole('searchbox', { name: '搜索线索' }).fill('试航');
  await page.getByText('共 27 条').waitFor();
  await page.getByRole('gridcell', { name: '试航第1号仪器厂' }).waitFor();

  await page.goBack();
  await page.goto('/import');
  await page.getByRole('link', { name: /leads-gbk\.csv/ }).click();
  await page.getByRole('button', { name: '撤销导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await page.getByText('已撤销这次导入').waitFor();
  await page.getByText('删除了 27 条').waitFor();
  assert.equal((await leads(page, '试航')).length, 0, 'nothing is left of the import');
  page.noErrors();
});

test('a file of another kind is refused before it is sent', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/import/lead');
  await page.locator('input[type=file]').setInputFiles({ name: 'leads.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from([0xd0, 0xcf]) });
  await page.getByRole('alert').getByText('不支持旧版 Excel 格式').waitFor();
});

test('a damaged xlsx is refused with a reason, and the person may choose another', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/import/lead');
  await page.locator('input[type=file]').setInputFiles({ name: 'leads.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 and then nothing') });
  await page.getByRole('alert').getByText('文件无法读取', { exact: true }).waitFor();
  await page.getByRole('button', { name: '选择文件' }).first().waitFor();
});

test('accounts, contacts and opportunities come from one file, and go again', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/import/contact');
  const rows = ['联系人姓名,手机,客户.客户名称,客户电话,商机名称,商机金额'];
  for (let at = 1; at <= 6; at += 1) rows.push(`联测${at},1391000000${at},联测第${Math.ceil(at / 3)}公司,0571-8800000${Math.ceil(at / 3)},联测商机${at},${at}000`);
  rows.push('联测坏行,13910000009,联测第9公司,0571-88000009,联测商机9,很多');
  await page.locator('input[type=file]').setInputFiles({ name: 'linked.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });

  const cards = page.getByRole('region', { name: '关联记录' });
  await cards.getByRole('group', { name: '客户' }).getByText('2 列').waitFor();
  await cards.getByRole('group', { name: '商机' }).getByText('2 列').waitFor();
  await page.getByRole('radio', { name: '跳过', exact: true }).check({ force: true });
  await page.getByRole('button', { name: '检查数据' }).click();
  await page.getByText('1 行有问题，导入时会跳过').waitFor();
  await page.getByRole('cell', { name: '商机金额', exact: true }).waitFor();
  const figures = page.getByRole('list', { name: '关联记录' });
  await figures.getByText('新增 2').waitFor();
  await figures.getByText('新增 6').waitFor();
  const count = async (object) => (await (await page.request.get(`/api/v1/records/${object}`, { params: { q: '联测', limit: 50 } })).json()).items.length;
  assert.equal(await count('account'), 0, 'the check writes nothing');

  await page.getByRole('button', { name: '导入 6 行' }).click();
  await page.getByText('已导入 6 条联系人').waitFor();
  assert.deepEqual([await count('account'), await count('contact'), await count('opportunity')], [2, 6, 6]);
  const { items } = await (await page.request.get('/api/v1/records/opportunity', { params: { q: '联测商机5' } })).json();
  assert.deepEqual([items[0].account.name, items[0].contact.name], ['联测第2公司', '联测5']);

  await page.getByRole('button', { name: '撤销导入' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤销导入' }).click();
  await page.getByText('已撤销这次导入').waitFor();
  assert.deepEqual([await count('account'), await count('contact'), await count('opportunity')], [0, 0, 0]);
  await page.context().close();
});
