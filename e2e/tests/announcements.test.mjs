/** An administrator announces something; an employee is told without a reload, reads it, and is counted. */
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();
const TITLE = '周五晚停机维护';

test('what is announced is seen, read and counted', async () => {
  const chief = await newPage(here);
  const mate = await newPage(here, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(mate, 'wangjie', '/');
  await mate.getByRole('region', { name: '最近打开' }).waitFor();
  await signIn(chief, 'admin', '/settings/announcements');
  await chief.getByRole('button', { name: '新建公告' }).click();
  const form = chief.getByRole('dialog', { name: '新建公告' });
  await form.getByLabel('标题').fill(TITLE);
  await form.getByLabel('正文').fill('20:00 起约两小时。\n详见 https://example.com/maintenance。');
  await assertAccessible(chief, 'the form of an announcement');
  await form.getByRole('button', { name: /发\s?布/ }).click();
  const row = chief.getByRole('listitem').filter({ hasText: TITLE });
  await row.getByText('显示中').waitFor();

  // No reload: the stream of events tells of it.
  const card = mate.getByRole('region', { name: '公告' });
  await card.getByText('1 条未读').waitFor();
  await assertAccessible(mate, 'a workbench with an announcement');
  await mate.getByRole('button', { name: '更多', exact: true }).click();
  await mate.getByRole('link', { name: /通知/ }).click();
  await mate.getByRole('link', { name: new RegExp(`公告：${TITLE}`) }).click();
  await mate.getByRole('link', { name: 'https://example.com/maintenance' }).waitFor();
  await mate.getByText('未读：').waitFor({ state: 'detached' });
  await assertAccessible(mate, 'an announcement on a phone');

  await chief.reload();
  await row.getByRole('button', { name: /已读 2\/\d+/ }).click();
  const readers = chief.getByRole('dialog', { name: `谁读了「${TITLE}」` });
  await readers.getByRole('region', { name: '已读 2 人' }).getByText('王婕').waitFor();
  await assertAccessible(chief, 'who has read an announcement');
  await chief.keyboard.press('Escape');
  await row.getByRole('button', { name: `撤下公告「${TITLE}」` }).click();
  await chief.getByText('还没有公告').waitFor();
  await mate.getByText('现在没有公告').waitFor();
  await assertAccessible(chief, 'announcements of a company');
  for (const page of [chief, mate]) page.noErrors();
});
