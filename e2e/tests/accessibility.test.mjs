/** Every screen in both themes on a desk, and on a phone: nothing serious for axe, nothing wider than the window. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, DESK, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const LOOKS = [
  { name: '1440 light', viewport: DESK, colorScheme: 'light' },
  { name: '1440 dark', viewport: DESK, colorScheme: 'dark' },
  { name: '390 light', viewport: PHONE, colorScheme: 'light', hasTouch: true },
];

/** Address, and what shows that the screen has its content. */
const screens = (lead) => [
  { name: 'workbench', path: '/', ready: (page) => page.getByRole('region', { name: '商机漏斗' }).getByRole('link').first() },
  { name: 'list', path: '/o/lead', ready: (page) => page.locator(`a[href="/o/lead/${lead}"]`).first() },
  { name: 'record', path: `/o/lead/${lead}`, ready: (page) => page.getByRole('tab', { selected: true }) },
  { name: 'import', path: '/import/lead', ready: (page) => page.getByRole('button', { name: '下载模板' }) },
  { name: 'designer', path: '/settings/objects/lead', ready: (page) => page.getByRole('button', { name: '添加字段' }) },
  { name: 'form layout', path: '/settings/objects/lead?tab=form', ready: (page) => page.getByRole('button', { name: '添加分区' }) },
  { name: 'security', path: '/settings/security', ready: (page) => page.getByLabel('只允许从这些网络访问') },
  { name: 'users', path: '/settings/users', ready: (page) => page.getByRole('button', { name: '添加员工' }) },
  { name: 'company', path: '/settings/company', ready: (page) => page.getByRole('button', { name: '清除示例数据…' }) },
  { name: 'help', path: '/help#lists', ready: (page) => page.getByRole('heading', { level: 2, name: '列表', exact: true }) },
  { name: 'roles', path: '/settings/roles', ready: (page) => page.getByRole('heading', { level: 1 }) },
];

async function assertFits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${what} is ${over} px wider than the window`);
}

for (const { name, ...look } of LOOKS) {
  test(`screens at ${name}`, async (t) => {
    const page = await newPage(here, look);
    // The administrator has no records of their own.
    await page.addInitScript(() => localStorage.setItem('shuke.workbench.scope', '"all"'));
    await t.test('sign-in', async () => {
      await page.goto('/signin');
      await page.getByRole('button', { name: '登录', exact: true }).waitFor();
      await assertAccessible(page, `sign-in at ${name}`);
      await assertFits(page, `sign-in at ${name}`);
    });
    await signIn(page, 'admin', '/');
    const { items } = await (await page.request.get('/api/v1/records/lead', { params: { limit: 1, sort: '-created_at' } })).json();
    for (const screen of screens(items[0].id)) {
      await t.test(screen.name, async () => {
        await page.goto(screen.path);
        await screen.ready(page).waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await assertAccessible(page, `${screen.name} at ${name}`);
        await assertFits(page, `${screen.name} at ${name}`);
      });
    }
    page.noErrors();
  });
}
