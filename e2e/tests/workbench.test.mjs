/** The workbench on the real program: what a salesperson begins the day with, arranged by themselves, kept on another device. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('a salesperson sees what is due and gets to it', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie');
  // What of the sample is overdue depends on the day; this lead is on every day.
  const made = await page.evaluate(async () => {
    const body = JSON.stringify({ name: '钟晚晴', company: '示例到期公司', status: 'following', next_follow_up_at: new Date(Date.now() - 3_600_000).toISOString() });
    return (await fetch('/api/v1/records/lead', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
  });
  assert.equal(made, 201);
  await page.reload();
  const today = page.getByRole('region', { name: '今天要做' });
  await today.getByRole('link', { name: /^线索/ }).first().waitFor();
  await page.getByRole('region', { name: '本月新增' }).getByRole('link', { name: /^线索/ }).waitFor();
  await page.getByRole('region', { name: '商机漏斗' }).getByRole('link', { name: /赢单/ }).waitFor();
  await assertAccessible(page, 'the workbench');
  const row = today.getByRole('listitem').filter({ hasText: /逾期|今天/ }).first().getByRole('link').first();
  const target = await row.getAttribute('href');
  await row.click();
  await page.waitForURL((url) => url.pathname === target);
  await page.getByRole('tab', { selected: true }).waitFor();
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '工作台' }).click();
  await page.getByRole('region', { name: '最近打开' }).getByRole('link').first().waitFor();
  // The chip opens the list with the same condition and as many rows.
  const chip = today.getByRole('list', { name: '按对象' }).getByRole('link').first();
  const count = /(\d+)\s*$/.exec((await chip.innerText()).replace(/\s+/g, ' '))?.[1];
  await chip.click();
  await page.getByText(`共 ${count} 条`).waitFor();
  page.noErrors();
});

test('cards are arranged and are the same on a phone', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie');
  await page.getByRole('button', { name: '整理工作台' }).click();
  const dialog = page.getByRole('dialog', { name: '整理工作台' });
  await dialog.getByRole('button', { name: '去掉本月新增' }).click();
  await dialog.getByRole('combobox', { name: /添加卡片/ }).fill('我的待办');
  await page.getByTitle('我的待办').click();
  await assertAccessible(page, 'the order of the cards');
  await dialog.getByRole('button', { name: /保 ?存/ }).click();
  await page.getByText('工作台已保存').waitFor();
  await page.getByRole('region', { name: '我的待办' }).waitFor();
  assert.equal(await page.getByRole('region', { name: '本月新增' }).count(), 0);
  page.noErrors();

  const phone = await newPage(here, { viewport: PHONE });
  await signIn(phone, 'wangjie');
  await phone.getByRole('region', { name: '我的待办' }).waitFor();
  await assertAccessible(phone, 'the workbench on a phone');
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
  await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '线索' }).click();
  await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '工作台' }).click();
  await phone.getByRole('region', { name: '今天要做' }).waitFor();
  phone.noErrors();
});
