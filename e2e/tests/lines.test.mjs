/** A sub-table: designed by an administrator, filled in by keyboard and from a spreadsheet, added up, and told of in the history. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** What a spreadsheet leaves behind, pasted where the focus is. */
const paste = (page, text) =>
  page.evaluate((table) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', table);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

test('products of an opportunity are pasted, mended, added up and told of', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/opportunity');
  await page.getByRole('grid').waitFor();
  const api = async (path) => (await page.request.get(`/api/v1/records/${path}`)).json();
  const { items: products } = await api('product?fields=name,code,price&sort=name&limit=2');
  const { items: deals } = await api('opportunity?limit=1');
  await page.goto(`/o/opportunity/${deals[0].id}`);
  const card = page.getByRole('region', { name: '产品明细' });
  await card.getByRole('button', { name: '添加一行' }).click();
  await card.getByRole('button', { name: '添加一行' }).focus();
  await paste(page, `${products[0].name}\t2\t100\t10\n${products[1].code}\tviel\t50\t0\n`);
  await card.getByRole('alert').filter({ hasText: '第 2 行「数量」' }).waitFor();
  await card.getByRole('gridcell', { name: '第 1 行 小计' }).filter({ hasText: '180' }).waitFor();
  // What is wrong is mended by keyboard; Enter at the end adds a line, which goes again.
  await card.getByRole('gridcell', { name: '第 2 行 数量' }).focus();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await card.getByRole('gridcell', { name: '第 3 行 产品' }).waitFor();
  await card.getByRole('button', { name: '第 3 行的操作' }).click();
  await page.getByRole('menuitem', { name: '删除这一行' }).click();
  await card.getByRole('alert').waitFor({ state: 'detached' });
  await assertAccessible(page, 'the grid of lines');
  await card.getByRole('button', { name: /^保\s?存$/ }).click();
  await card.getByText('2 行').waitFor();
  await card.getByRole('row', { name: /合计/ }).filter({ hasText: '330' }).waitFor();
  await card.getByRole('button', { name: '编辑' }).waitFor();
  const saved = await api(`opportunity/${deals[0].id}?fields=products,products_total`);
  assert.equal(saved.products_total.amount, '330.00');
  assert.deepEqual(saved.products.map((line) => line.product.name), [products[0].name, products[1].name]);

  await card.getByRole('button', { name: '编辑' }).click();
  await card.getByRole('gridcell', { name: '第 1 行 数量' }).focus();
  await page.keyboard.type('5');
  await page.keyboard.press('Tab');
  await card.getByRole('button', { name: /^保\s?存$/ }).click();
  await page.getByRole('tab', { name: '变更' }).click();
  await page.getByText(/第 1 行：数量 2(\.00)? → 5/).first().waitFor();
  page.noErrors();

  const phone = await newPage(here, { viewport: PHONE });
  await signIn(phone, 'admin', `/o/opportunity/${deals[0].id}?tab=fields`);
  await phone.getByRole('region', { name: '产品明细' }).waitFor();
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands out at the side');
  phone.noErrors();
});

test('an administrator designs a sub-table, and forms have it at once', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/objects/lead');
  await page.getByRole('button', { name: '添加字段' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: /^子表/ }).click();
  await drawer.getByLabel('字段名称（简体中文）').fill('需求清单');
  await drawer.getByLabel('列名（简体中文）').fill('内容');
  await drawer.getByRole('button', { name: '添加列' }).click();
  await drawer.getByLabel('列名（简体中文）').fill('数量');
  await drawer.getByLabel('类型').click();
  await page.locator('.ant-select-item-option', { hasText: /^整数$/ }).click();
  await drawer.getByRole('switch', { name: /^在表尾合计/ }).click();
  await drawer.getByRole('button', { name: '添加字段' }).click();
  await page.getByText('已添加字段「需求清单」').waitFor();
  await page.goto('/o/lead');
  await page.getByRole('button', { name: '新建线索' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(/^姓名/).fill('子表测试');
  await form.getByRole('button', { name: '添加一行' }).click();
  await form.getByRole('gridcell', { name: '第 1 行 内容' }).click();
  await page.keyboard.type('打印机');
  await page.keyboard.press('Tab');
  await page.keyboard.type('4');
  await page.keyboard.press('Tab');
  await form.getByRole('button', { name: /^保\s?存$/ }).click();
  await form.waitFor({ state: 'detached' });
  const found = await (await page.request.get('/api/v1/records/lead', { params: { q: '子表测试', fields: 'name' } })).json();
  const lead = await (await page.request.get(`/api/v1/records/lead/${found.items[0].id}`)).json();
  const lines = Object.values(lead).find((value) => Array.isArray(value) && value[0]?.id && Object.values(value[0]).includes('打印机'));
  assert.ok(lines && Object.values(lines[0]).includes(4), JSON.stringify(lead));
  page.noErrors();
});

test('an input method writes into the cell that has the focus', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/opportunity');
  await page.getByRole('grid').waitFor();
  const { items } = await (await page.request.get('/api/v1/records/opportunity?limit=2')).json();
  await page.goto(`/o/opportunity/${items[1].id}`);
  const card = page.getByRole('region', { name: '产品明细' });
  await card.getByRole('button', { name: '添加一行' }).click();
  const typist = await page.context().newCDPSession(page);
  // As Chromium hears it from an input method: first the key as one that it has taken, then what is being written.
  const compose = async (steps, text) => {
    await typist.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'KeyN' });
    for (const step of steps) await typist.send('Input.imeSetComposition', { text: step, selectionStart: step.length, selectionEnd: step.length });
    await typist.send('Input.insertText', { text });
  };
  const editor = card.getByRole('textbox', { name: '第 1 行 数量' });
  await card.getByRole('gridcell', { name: '第 1 行 数量' }).focus();
  await compose(['s', 'si', 'si shi'], '40');
  await page.waitForFunction(() => document.activeElement?.value === '40');
  assert.equal(await editor.inputValue(), '40', 'no letter of the sounds is left');
  await page.keyboard.press('Enter');
  await card.getByRole('gridcell', { name: '第 1 行 数量' }).filter({ hasText: '40' }).waitFor();

  // A list of records opens with what was written, and searches for it.
  const { items: products } = await (await page.request.get('/api/v1/records/product?fields=name&sort=-name&limit=1')).json();
  const { name } = products[0];
  await card.getByRole('gridcell', { name: '第 1 行 产品' }).focus();
  await compose(['c', 'ch'], name.slice(0, 4));
  const search = card.getByRole('combobox', { name: '第 1 行 产品' });
  await search.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  assert.equal(await search.inputValue(), name.slice(0, 4));
  await page.keyboard.type(name.slice(4));
  assert.equal(await search.inputValue(), name, 'what is typed on comes behind it');
  await page.locator('.ant-select-dropdown:visible').getByText(name, { exact: true }).click();
  await card.getByRole('gridcell', { name: '第 1 行 产品' }).filter({ hasText: name }).waitFor();
  page.noErrors();
});
