/** The company's look and navigation on the real program: an administrator sets them, a salesperson sees them, in light and dark, on a desk and on a phone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, fillSignIn, newPage, PASSWORD, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** A blue square, made by the page itself. */
async function picture(page) {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#0a7570';
    pen.fillRect(0, 0, 64, 64);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.split(',')[1], 'base64');
}

const token = (page, name) => page.evaluate((property) => getComputedStyle(document.documentElement).getPropertyValue(property).trim(), name);
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const TEAL = '#0a7570';

test('name, logo and colour are tried out, saved, and reach everybody', async () => {
  const sales = await newPage(here);
  await signIn(sales, 'wangjie', '/o/lead');
  await sales.getByRole('navigation', { name: '主导航' }).waitFor();

  const admin = await newPage(here);
  await signIn(admin, 'admin', '/settings/look');
  await admin.getByRole('heading', { name: '外观' }).waitFor();
  await admin.getByLabel('产品名称').fill('星河客户');
  // One that couldn't be read is mended, and it is said.
  await admin.getByLabel('颜色代码').fill('#ffe000');
  await admin.getByRole('status').filter({ hasText: '太亮' }).waitFor();
  await assertAccessible(admin, 'the look with a bright colour');
  await admin.getByLabel('颜色代码').fill('#ffe');
  await admin.getByText('请填写 # 加六位十六进制数').waitFor();
  await admin.getByRole('radio', { name: '青', exact: true }).check();
  await admin.getByLabel('选择图片').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await admin.getByText('请先导出为 PNG').waitFor();
  await admin.getByLabel('选择图片').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await picture(admin) });
  await admin.getByRole('img', { name: '标志' }).waitFor();
  for (const name of ['浅色预览', '深色预览']) await admin.getByRole('region', { name }).getByText('星河客户').waitFor();
  await assertAccessible(admin, 'the look that is tried out');
  assert.notEqual(await token(admin, '--brand'), TEAL, 'nothing changes before it is saved');
  await admin.getByRole('button', { name: /^保 ?存$/ }).click();
  await admin.getByText('外观已保存').waitFor();
  assert.equal(await token(admin, '--brand'), TEAL);
  admin.noErrors();

  // Without a reload.
  await sales.getByRole('link', { name: '星河客户' }).waitFor();
  await sales.waitForFunction(() => document.title.endsWith('星河客户'));
  assert.equal(await token(sales, '--brand'), TEAL);
  await assertAccessible(sales, 'a list in the colour of the company');
  sales.noErrors();
});

test('the sign-in page shows it, and light and dark can be read on desk and phone', async () => {
  for (const viewport of [undefined, PHONE]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await newPage(here, { colorScheme, ...(viewport && { viewport }) });
      await page.goto('/signin');
      await page.getByRole('heading', { name: '登录星河客户' }).waitFor();
      await page.waitForFunction(() => [...document.images].some((image) => image.src.includes('/company/logo?v=') && image.naturalWidth === 64));
      const brand = await token(page, '--brand');
      assert.ok(colorScheme === 'light' ? brand === TEAL : brand !== TEAL && brand !== '#8a9dff', brand);
      await assertAccessible(page, `the sign-in page in ${colorScheme}`);
      await fillSignIn(page, 'wangjie', PASSWORD);
      await page.getByRole('region', { name: '今天要做' }).waitFor();
      await assertAccessible(page, `the workbench in ${colorScheme}`);
      await page.goto('/o/lead');
      await page.getByRole('navigation', { name: '主导航' }).waitFor();
      await page.locator('a[href^="/o/lead/"]').first().waitFor();
      await assertAccessible(page, `the list in ${colorScheme}`);
      assert.ok(await fits(page), 'nothing sticks out');
      page.noErrors();
      await page.context().close();
    }
  }
});

test('the navigation is arranged for everyone and for a role, and a person’s own order wins', async () => {
  const sales = await newPage(here);
  await signIn(sales, 'wangjie', '/o/lead');
  const bar = sales.getByRole('navigation', { name: '主导航' });
  await bar.getByRole('link', { name: '联系人' }).waitFor();

  const admin = await newPage(here);
  await signIn(admin, 'admin', '/settings/navigation');
  await admin.getByRole('button', { name: '隐藏联系人' }).click();
  const menu = async (object, entry) => {
    await admin.getByRole('button', { name: `「${object}」的更多操作` }).click();
    await admin.getByRole('menuitem', { name: entry }).click();
  };
  await menu('线索', '移到「营销」');
  const preview = admin.getByRole('region', { name: '预览' });
  assert.equal(await preview.getByText('联系人', { exact: true }).count(), 0);
  await assertAccessible(admin, 'the navigation that is arranged');
  await admin.getByRole('button', { name: /^保 ?存$/ }).click();
  await admin.getByText('导航已保存').waitFor();
  await bar.getByRole('link', { name: '联系人' }).waitFor({ state: 'detached' });
  await bar.getByRole('region', { name: '营销' }).getByRole('link', { name: '线索' }).waitFor();

  // A role of its own, by keyboard: the first object goes one place down.
  await admin.getByRole('combobox', { name: '为谁安排' }).click();
  await admin.getByTitle('销售', { exact: true }).click();
  await admin.getByText('这个角色目前与所有人相同').waitFor();
  await admin.getByRole('button', { name: '显示联系人' }).click();
  await admin.getByRole('button', { name: /^保 ?存$/ }).click();
  await admin.getByText('这个角色单独安排').waitFor();
  await bar.getByRole('link', { name: '联系人' }).waitFor();

  // Her own order goes before it.
  await sales.getByRole('button', { name: /王婕/ }).first().click();
  await sales.getByRole('menuitem', { name: '整理导航' }).click();
  const dialog = sales.getByRole('dialog', { name: '整理导航' });
  await dialog.getByRole('button', { name: '隐藏联系人' }).click();
  await dialog.getByRole('button', { name: /保 ?存/ }).click();
  await bar.getByRole('link', { name: '联系人' }).waitFor({ state: 'detached' });

  const phone = await newPage(here, { viewport: PHONE, colorScheme: 'dark' });
  await signIn(phone, 'wangjie');
  await phone.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '客户' }).waitFor();
  await phone.getByRole('button', { name: '更多', exact: true }).click();
  const more = phone.getByRole('dialog', { name: '更多' });
  await more.getByRole('link', { name: '线索', exact: true }).waitFor();
  assert.equal(await more.getByRole('link', { name: '联系人', exact: true }).count(), 0);
  await assertAccessible(phone, 'everything else on a phone');

  await admin.getByRole('button', { name: '恢复与所有人相同' }).click();
  await admin.getByText('这个角色目前与所有人相同').waitFor();
  await admin.getByRole('combobox', { name: '为谁安排' }).click();
  await admin.getByTitle('所有人', { exact: true }).click();
  await admin.getByRole('button', { name: '恢复标准' }).click();
  await admin.getByText('目前是标准导航').waitFor();
  for (const page of [admin, sales, phone]) page.noErrors();
});

test('both pages of the settings work on a phone, and the look goes back to standard', async () => {
  const page = await newPage(here, { viewport: PHONE });
  await signIn(page, 'admin', '/settings/navigation');
  await page.getByRole('button', { name: '隐藏联系人' }).waitFor();
  assert.ok(await fits(page), 'nothing sticks out of the navigation');
  await assertAccessible(page, 'the navigation on a phone');
  await page.goto('/settings/look');
  await page.getByLabel('产品名称').waitFor();
  assert.ok(await fits(page), 'nothing sticks out of the look');
  await assertAccessible(page, 'the look on a phone');
  await page.getByRole('button', { name: '恢复标准' }).click();
  await page.getByRole('button', { name: /^保 ?存$/ }).click();
  await page.getByText('外观已保存').waitFor();
  assert.equal(await token(page, '--brand'), '#3651e6');
  assert.match(await page.title(), /熟客 Shuke$/);
  page.noErrors();
});

test('the home page is arranged for a role, and a person’s own workbench wins', async () => {
  const sales = await newPage(here);
  await signIn(sales, 'hexiao');
  await sales.getByRole('region', { name: '本月新增' }).waitFor();

  const admin = await newPage(here);
  await signIn(admin, 'admin', '/settings/home');
  await admin.getByRole('combobox', { name: '为谁安排' }).click();
  await admin.getByTitle('销售', { exact: true }).click();
  await admin.getByText('这个角色目前与所有人相同').waitFor();
  await admin.getByRole('button', { name: '去掉本月新增' }).click();
  await admin.getByRole('combobox', { name: /添加卡片/ }).fill('我的待办');
  await admin.getByTitle('我的待办').click();
  await assertAccessible(admin, 'the home page that is arranged');
  await admin.getByRole('button', { name: /^保 ?存$/ }).click();
  await admin.getByText('这个角色单独安排').waitFor();

  // Without a reload; another role has what it had.
  await sales.getByRole('region', { name: '我的待办' }).waitFor();
  await sales.getByRole('region', { name: '本月新增' }).waitFor({ state: 'detached' });
  const finance = await newPage(here);
  await signIn(finance, 'luwen');
  await finance.getByRole('region', { name: '本月新增' }).waitFor();
  assert.equal(await finance.getByRole('region', { name: '我的待办' }).count(), 0);

  await sales.getByRole('button', { name: '整理工作台' }).click();
  const dialog = sales.getByRole('dialog', { name: '整理工作台' });
  await dialog.getByRole('button', { name: '去掉我的待办' }).click();
  await dialog.getByRole('button', { name: /保 ?存/ }).click();
  await sales.getByRole('region', { name: '我的待办' }).waitFor({ state: 'detached' });

  const phone = await newPage(here, { viewport: PHONE });
  await signIn(phone, 'admin', '/settings/home');
  await phone.getByRole('button', { name: '去掉本月新增' }).waitFor();
  await assertAccessible(phone, 'the home page that is arranged on a phone');
  assert.ok(await fits(phone), 'nothing sticks out');
  await admin.getByRole('button', { name: '恢复与所有人相同' }).click();
  await admin.getByText('这个角色目前与所有人相同').waitFor();
  for (const page of [sales, admin, finance, phone]) page.noErrors();
});
