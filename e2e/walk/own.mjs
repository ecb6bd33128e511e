/** An object that an administrator adds in the page has all that the standard ones have: X (fitting it to a business). */
import { readFile } from 'node:fs/promises';
import { DESK, PHONE } from '../lib/browser.mjs';
import { addField, assert, button, ownObject } from './steps.mjs';

const STAGES = ['Asked', 'Planned', 'Done'];
const named = { stage: ['阶段', 'Stage'], day: ['上门日期', 'Visit day'], mate: ['联系人', 'Person'] };
const say = (who, name) => named[name][who.language === 'en' ? 1 : 0];

async function asAdmin(who) {
  const { page, t } = who;
  const { name, label } = await ownObject(who);
  await page.goto(`/settings/objects/${name}`);
  await addField(who, '单选', say(who, 'stage'), async (form) => {
    for (const [at, stage] of STAGES.entries()) {
      const options = form.getByPlaceholder(t('选项名称'));
      if ((await options.count()) <= at) await form.getByRole('button', { name: t('添加选项') }).click();
      await options.nth(at).fill(stage);
    }
  });
  await addField(who, '日期', say(who, 'day'));
  await addField(who, '关联记录', say(who, 'mate'), async (form) => {
    await form.getByRole('combobox', { name: t.in('关联的对象') }).fill((await who.meta('contact')).label);
    await page.keyboard.press('Enter');
  });
  await page.getByRole('tab', { name: t('基本信息') }).click();
  await page.getByLabel(t.start('阶段字段')).click();
  await page.getByTitle(say(who, 'stage'), { exact: true }).click();
  await who.shot();
  await button(who, '保存').click();
  await page.getByText(t('已保存，对所有人立即生效')).waitFor();
  assert.ok((await who.call('GET', `/objects/${name}`)).stage_field, label);
}

async function asSeller(who) {
  const { page, t } = who;
  const { name, plural, fields } = await ownObject(who);
  const field = (text) => fields.find((one) => one.label === text).name;
  const [stage, day] = [field(say(who, 'stage')), field(say(who, 'day'))];
  // Import.
  await page.goto(`/import/${name}`);
  const rows = [`${await who.label(name, 'name')},${say(who, 'stage')},${say(who, 'day')}`, 'B-01,Asked,2026-12-02', 'B-02,Planned,2026-12-03', 'B-03,Planned,2026-12-04'];
  await page.locator('input[type=file]').setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await button(who, '检查数据').click();
  await button(who, '导入 {{count, number}} 行').click();
  await page.getByText(t.in('已导入 {{changed}} 条{{objects}}')).waitFor();
  await who.shot();
  // List, record with its path, search.
  await page.goto(`/o/${name}`);
  await page.getByRole('grid', { name: plural }).getByRole('link', { name: 'B-02' }).click();
  await page.getByRole('list', { name: say(who, 'stage') }).getByRole('button', { name: /Done/ }).click();
  await page.getByRole('list', { name: say(who, 'stage') }).locator('[aria-current=step]').filter({ hasText: 'Done' }).waitFor();
  await who.shot();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: t('搜索') }).fill('B-03');
  await page.getByRole('option', { name: /B-03/ }).first().click();
  await page.getByRole('heading', { name: 'B-03', level: 1 }).waitFor();
  // Board and calendar.
  for (const [kind, group] of [['board', stage], ['calendar', day]]) {
    const { id } = await who.call('POST', `/objects/${name}/views`, { name: kind, kind, group });
    await page.goto(`/o/${name}?view=${id}${kind === 'calendar' ? '&date=2026-12-01' : ''}`);
    if (kind === 'board') {
      await page.getByRole('region', { name: 'Done', exact: true }).getByRole('link', { name: 'B-02' }).waitFor();
      await page.getByRole('region', { name: 'Asked', exact: true }).getByRole('link', { name: 'B-01' }).focus();
      await page.keyboard.press('Control+ArrowRight');
      await page.getByRole('region', { name: 'Planned', exact: true }).getByRole('link', { name: 'B-01' }).waitFor();
    } else await page.getByText('B-03').first().waitFor().catch(() => page.getByRole('button', { name: t('下个月') }).click());
    await who.shot();
  }
  // Export.
  await page.goto(`/o/${name}`);
  await button(who, '导出').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: t('CSV（UTF-8）') }).check();
  await dialog.getByRole('button', { name: t('开始导出') }).click();
  const link = dialog.getByRole('link', { name: t('下载') });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.match(await readFile(await download.path(), 'utf8'), /B-03/);
  // Phone.
  await page.setViewportSize(PHONE);
  await page.goto(`/o/${name}`);
  await page.getByText('B-03').first().waitFor();
  await who.shot();
  await page.getByText('B-03').first().click();
  await page.getByRole('heading', { name: 'B-03', level: 1 }).waitFor();
  await who.shot();
  await page.setViewportSize(DESK);
}

export const own = { OWN: { admin: asAdmin, wangjie: asSeller } };
