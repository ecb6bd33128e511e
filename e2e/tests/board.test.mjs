/** Boards and calendars on the real program: made from a list, moved by keys and by touch, kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const column = (page, name) => page.getByRole('region', { name, exact: true });

test('a board is made of a list, a card is moved by keys, and both are there after a reload', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/opportunity');
  await page.getByRole('grid', { name: '商机' }).waitFor();
  await page.getByRole('button', { name: '布局' }).click();
  const settings = page.getByRole('dialog', { name: '布局设置' });
  await settings.getByRole('radio', { name: '看板' }).check();
  await assertAccessible(page, 'the settings of a layout');
  await settings.getByRole('button', { name: /完\s*成/ }).click();
  await page.getByRole('button', { name: '另存为', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '另存为新视图' });
  await dialog.getByLabel(/视图名称/).fill('我的看板');
  await dialog.getByRole('button', { name: '保存视图' }).click();
  await page.waitForURL(/view=/);
  const from = column(page, '初步接洽');
  const link = from.getByRole('link').first();
  const name = await link.textContent();
  const href = await link.getAttribute('href');
  await assertAccessible(page, 'a board');
  await link.focus();
  await page.keyboard.press('Control+ArrowRight');
  const moved = column(page, '需求确认').locator(`a[href="${href}"]`);
  await moved.waitFor();
  await page.getByText(`“${name}”已移到需求确认`).waitFor();
  assert.equal(await moved.evaluate((element) => element === document.activeElement), true, 'the card keeps the focus');
  await page.reload();
  await column(page, '需求确认').locator(`a[href="${href}"]`).waitFor();
  assert.equal(await from.locator(`a[href="${href}"]`).count(), 0);

  // By mouse: taken at one column, dropped on another.
  const card = column(page, '需求确认').locator('li').filter({ has: page.locator(`a[href="${href}"]`) });
  const target = await column(page, '方案报价').boundingBox();
  const start = await card.boundingBox();
  await page.mouse.move(start.x + 40, start.y + 30);
  await page.mouse.down();
  await page.mouse.move(start.x + 80, start.y + 40, { steps: 4 });
  await page.mouse.move(target.x + 80, target.y + 120, { steps: 8 });
  await page.mouse.up();
  await column(page, '方案报价').locator(`a[href="${href}"]`).waitFor();
  // Taken and put back where it was.
  const there = await column(page, '方案报价').locator('li').filter({ has: page.locator(`a[href="${href}"]`) }).boundingBox();
  await page.mouse.move(there.x + 40, there.y + 20);
  await page.mouse.down();
  await page.mouse.move(there.x + 90, there.y + 60, { steps: 6 });
  await page.mouse.move(there.x + 40, there.y + 20, { steps: 6 });
  await page.mouse.up();
  await page.waitForTimeout(300);
  assert.match(new URL(page.url()).pathname, /\/o\/opportunity$/, 'a drag opens nothing');
  page.noErrors();
});

test('a board by region opens a province in the address, moves cards between its cities, and leads back', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/account');
  await page.getByRole('grid', { name: '客户' }).waitFor();
  await page.getByRole('button', { name: '布局' }).click();
  const settings = page.getByRole('dialog', { name: '布局设置' });
  await settings.getByRole('radio', { name: '看板' }).check();
  await settings.getByRole('combobox', { name: '分列字段' }).fill('地区');
  await page.keyboard.press('Enter');
  await settings.getByRole('button', { name: /完\s*成/ }).click();
  // The province with the most customers of all.
  const province = await page.evaluate(async () => {
    const body = JSON.stringify({ group_by: ['region'], levels: { region: 1 } });
    const answer = await (await fetch('/api/v1/records/account/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
    const known = answer.groups.filter(({ key }) => key.region && !/^(11|12|31|50)/.test(key.region));
    const most = known.sort((a, b) => b.values.count - a.values.count)[0];
    const regions = await (await fetch('/api/v1/regions')).json();
    return { code: most.key.region, count: most.values.count, name: new Map(regions.items).get(most.key.region), columns: answer.groups.length };
  });
  const head = column(page, province.name);
  await head.getByText(`${province.count} 条`).waitFor();
  assert.equal(await page.locator('section[data-column]').count(), province.columns, 'a column for each province that has some');
  await assertAccessible(page, 'a board by region');
  await head.getByRole('button', { name: `展开${province.name}` }).click();
  const trail = page.getByRole('navigation', { name: '所在位置' });
  await trail.getByText(province.name).waitFor();
  assert.equal(await trail.getByText(province.name).evaluate((element) => element === document.activeElement), true, 'the place has the focus');
  assert.match(decodeURIComponent(page.url()), new RegExp(`within="${province.code}"`));
  const cities = page.locator('section[data-column]');
  await cities.nth(1).waitFor();
  await assertAccessible(page, 'the cities of a province');
  const [from, to] = [cities.nth(0), cities.nth(1)];
  const target = await to.getAttribute('data-column');
  const link = from.getByRole('link').first();
  const href = await link.getAttribute('href');
  await link.focus();
  await page.keyboard.press('Control+ArrowRight');
  const moved = page.locator(`section[data-column="${target}"] a[href="${href}"]`);
  await moved.waitFor();
  await page.getByText(/已移到/).waitFor();
  const region = async () => page.evaluate(async (path) => (await (await fetch(`/api/v1/records/account/${path}`)).json()).region, href.split('/').at(-1));
  assert.equal(await region(), target, 'the card has the city as its region');
  await page.reload();
  await moved.waitFor();

  // By mouse back to the first city.
  const card = await page.locator(`section[data-column="${target}"] li`).filter({ has: page.locator(`a[href="${href}"]`) }).boundingBox();
  const first = await cities.nth(0).boundingBox();
  const before = await cities.nth(0).getAttribute('data-column');
  await page.mouse.move(card.x + 40, card.y + 30);
  await page.mouse.down();
  await page.mouse.move(card.x + 20, card.y + 40, { steps: 4 });
  await page.mouse.move(first.x + 80, first.y + 160, { steps: 8 });
  await page.mouse.up();
  await page.locator(`section[data-column="${before}"] a[href="${href}"]`).waitFor();
  await page.waitForFunction(async ([path, code]) => (await (await fetch(`/api/v1/records/account/${path}`)).json()).region === code, [href.split('/').at(-1), before]);
  // To where there is no column: the place is asked for.
  await page.locator(`section[data-column="${before}"] li`).filter({ has: page.locator(`a[href="${href}"]`) }).getByRole('button', { name: /^移动/ }).click();
  await page.getByRole('menuitem', { name: '移动到其他地区…' }).click();
  const asked = page.getByRole('dialog', { name: /^移动“/ });
  await asked.getByRole('combobox').fill('呼兰区');
  await page.getByRole('menuitemcheckbox', { name: /呼兰区/ }).first().click();
  await asked.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByText(/已移到黑龙江省 哈尔滨市 呼兰区/).waitFor();
  await page.locator(`a[href="${href}"]`).waitFor({ state: 'detached' });
  assert.equal(await region(), '230111');
  await trail.getByRole('button', { name: '地区' }).click();
  await column(page, province.name).waitFor();
  assert.doesNotMatch(page.url(), /within/);
  await page.goBack();
  await trail.getByText(province.name).waitFor();
  page.noErrors();

  const phone = await newPage(here, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(phone, 'admin', '/o/account');
  const view = await phone.evaluate(async () => {
    const body = JSON.stringify({ name: '地区看板', kind: 'board', group: 'region' });
    return (await (await fetch('/api/v1/objects/account/views', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json()).id;
  });
  await phone.goto(`/o/account?view=${view}&within=${province.code}`);
  await phone.locator('section[data-column]').first().waitFor();
  await assertAccessible(phone, 'the cities of a province on a phone');
  const mover = phone.locator('section[data-column]').first();
  const own = await mover.getByRole('link').first().getAttribute('href');
  await mover.getByRole('button', { name: /^移动/ }).first().tap();
  await phone.getByRole('menuitem', { name: /^移动到“/ }).first().tap();
  await phone.getByText(/已移到/).waitFor();
  assert.equal(await mover.locator(`a[href="${own}"]`).count(), 0);
  phone.noErrors();
});

test('a phone has one column on the screen and moves by the menu of a card; a calendar lists its days', async () => {
  const page = await newPage(here, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('button', { name: /全部线索/ }).click();
  await page.getByRole('button', { name: /线索看板/ }).click();
  const first = column(page, '新线索');
  await first.getByRole('link').first().waitFor();
  const width = (await first.boundingBox()).width;
  assert.ok(width > 330 && width <= 390, `${width}`);
  await assertAccessible(page, 'a board on a phone');
  const href = await first.getByRole('link').first().getAttribute('href');
  await first.getByRole('button', { name: /^移动/ }).first().tap();
  await page.getByRole('menuitem', { name: '移动到“跟进中”' }).tap();
  await column(page, '跟进中').locator(`a[href="${href}"]`).waitFor();
  await page.goto('/o/task');
  await page.getByRole('button', { name: /全部任务/ }).click();
  await page.getByRole('button', { name: /任务日历/ }).click();
  await page.getByRole('button', { name: '下个月' }).waitFor();
  await assertAccessible(page, 'a calendar on a phone');
  page.noErrors();

  const desk = await newPage(here);
  await signIn(desk, 'admin', '/o/task');
  await desk.getByRole('group', { name: '视图' }).getByRole('button', { name: /任务日历/ }).click();
  await desk.getByRole('grid', { name: '任务日历' }).waitFor();
  await assertAccessible(desk, 'a calendar');
  desk.noErrors();
});
