/** What several rows do alike. */
import assert from 'node:assert/strict';

export { assert };

/** The smallest picture there is. */
export const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Opens the list of an object; its grid has rows. */
export async function openList({ page, meta }, object, search = '') {
  await page.goto(`/o/${object}${search}`);
  const { plural } = await meta(object);
  await page.getByRole('grid', { name: plural, exact: true }).getByRole('link').first().waitFor();
}

/** One of the person's own records, at `at` of the newest. */
export async function ownRecord({ call }, object, at = 0) {
  const { items } = await call('GET', `/records/${object}?limit=50`);
  const own = items.filter((item) => item.can?.includes('edit') ?? true);
  return own[at] ?? assert.fail(`no ${object} number ${at}`);
}

export async function openRecord(who, object, id) {
  await who.page.goto(`/o/${object}/${id}`);
  await who.page.getByRole('tab', { selected: true }).waitFor();
}

/** Changes a field of the open record where it stands. */
export async function editInPlace({ page, t, label }, object, field, text) {
  await page.getByRole('button', { name: t('编辑{{name}}', { name: await label(object, field) }) }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.getByRole('definition').filter({ hasText: text }).first().waitFor();
}

/** A place that is not for this person says so. */
export const refused = async ({ page, t }, path, words = '仅管理员可用') => {
  await page.goto(path);
  await page.getByText(t(words)).first().waitFor();
};

export const button = ({ page, t }, name, values) => page.getByRole('button', { name: t(name, values) });

/** The object that the administrator adds. */
export const OWN = { 'zh-CN': '设备台账', en: 'Machines' };

export async function ownObject(who) {
  const { objects: items } = await who.call('GET', '/objects');
  return items.find(({ label, plural }) => [label, plural].includes(OWN[who.language])) ?? assert.fail('the object is not there');
}

/** Adds a field of a kind by the drawer of the open object. */
export async function addField(who, kind, name, more) {
  const { page, t } = who;
  await button(who, '添加字段').first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: t.start(kind) }).first().click();
  await drawer.getByLabel(new RegExp(`^${t.in('字段名称').source}`)).first().fill(name);
  await more?.(drawer);
  await drawer.getByRole('button', { name: t('添加字段') }).click();
  await page.getByText(t('已添加字段「{{name}}」，列表、表单和导入立即可用', { name })).waitFor();
}
