/** What a person arranges on the real program: groups of a list, favourites, a navigation of one's own; all of it kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('a list stands in groups with counts and sums, which a view keeps', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/opportunity');
  await page.getByRole('grid', { name: '商机' }).waitFor();
  await page.getByRole('button', { name: '分组', exact: true }).click();
  const panel = page.getByRole('dialog', { name: '分组' });
  await panel.getByRole('button', { name: '阶段', exact: true }).click();
  await panel.getByRole('button', { name: '添加合计' }).click();
  await panel.getByRole('button', { name: '金额', exact: true }).click();
  await page.waitForURL(/group=stage&sum=amount/);
  await page.keyboard.press('Escape');
  const head = page.getByRole('row', { name: /初步接洽/ }).first();
  await head.getByText(/金额合计/).waitFor();
  assert.equal(await head.getAttribute('aria-expanded'), 'true');
  await assertAccessible(page, 'a list in groups');
  await head.focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=row][aria-expanded=false]', { hasText: '初步接洽' }).waitFor();
  await page.getByRole('button', { name: '另存为', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '另存为新视图' });
  await dialog.getByLabel(/视图名称/).fill('按阶段');
  await dialog.getByRole('button', { name: '保存视图' }).click();
  await page.waitForURL(/view=/);
  await page.reload();
  await page.getByRole('row', { name: /初步接洽/ }).first().getByText(/金额合计/).waitFor();
  page.noErrors();
});

test('a favourite follows its person to another device, and the navigation is as it was arranged', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/o/account');
  await page.getByRole('gridcell').first().waitFor();
  const link = page.getByRole('grid').getByRole('link').first();
  const name = (await link.textContent()).trim();
  await link.click();
  await page.getByRole('button', { name: '收藏', exact: true }).click();
  const kept = page.getByRole('region', { name: '收藏' }).getByRole('link', { name });
  await kept.waitFor();
  await page.getByRole('button', { name: /王婕/ }).first().click();
  await page.getByRole('menuitem', { name: '整理导航' }).click();
  const dialog = page.getByRole('dialog', { name: '整理导航' });
  await dialog.getByRole('button', { name: '隐藏产品' }).click();
  await assertAccessible(page, 'the order of the navigation');
  await dialog.getByRole('button', { name: /保 ?存/ }).click();
  await page.getByText('导航已保存').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: '产品' }).waitFor({ state: 'detached' });
  page.noErrors();

  const phone = await newPage(here, { viewport: PHONE });
  await signIn(phone, 'wangjie', '/o/lead');
  await phone.getByRole('button', { name: '更多', exact: true }).click();
  await phone.getByRole('link', { name }).first().click();
  await phone.getByRole('button', { name: '取消收藏', exact: true }).click();
  await phone.getByRole('button', { name: '收藏', exact: true }).waitFor();
  phone.noErrors();
});
