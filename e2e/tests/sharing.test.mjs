/** A colleague is taken into the team of a lead, sees why, and gets the lead for good. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** Types a name, waits until the list has narrowed to it, and takes it. */
async function choose(page, box, name) {
  await page.getByRole('combobox', { name: box }).fill(name);
  const options = page.locator('.ant-select-item-option');
  await options.first().waitFor();
  await options.nth(1).waitFor({ state: 'detached' });
  await page.getByTitle(name, { exact: true }).click();
}

test('a lead is shared, then transferred', async () => {
  const chief = await newPage(here);
  await signIn(chief, 'admin', '/');
  const { items } = await (await chief.request.get('/api/v1/records/lead', { params: { limit: 100 } })).json();
  const lead = items.find(({ owner }) => owner && owner.name !== '王婕');
  await chief.goto(`/o/lead/${lead.id}`);
  await chief.getByRole('button', { name: '添加团队成员' }).click();
  await choose(chief, /同事/, '王婕');
  await assertAccessible(chief, 'the dialog of a team member');
  await chief.getByRole('dialog').getByRole('button', { name: /保\s?存/ }).click();
  await chief.getByRole('region', { name: '团队成员' }).getByText('可查看').waitFor();

  const mate = await newPage(here);
  await signIn(mate, 'wangjie', `/o/lead/${lead.id}`);
  await mate.getByRole('heading', { name: lead.name, exact: true }).waitFor();
  assert.equal((await mate.request.patch(`/api/v1/records/lead/${lead.id}`, { data: { company: '乙' }, headers: { origin: here.server.url } })).status(), 403);
  await mate.getByRole('button', { name: '更多', exact: true }).click();
  await mate.getByText('谁能看到').click();
  const line = mate.getByRole('dialog').getByRole('listitem').filter({ hasText: '王婕' });
  await line.getByText('团队成员').waitFor();

  await chief.getByRole('button', { name: '更多', exact: true }).click();
  await chief.getByText('转移', { exact: true }).click();
  await choose(chief, /新负责人/, '王婕');
  await chief.getByRole('dialog').getByRole('button', { name: /转\s?移/ }).click();
  await chief.getByText('已转移给王婕').waitFor();
  const now = await (await mate.request.get(`/api/v1/records/lead/${lead.id}`)).json();
  assert.equal(now.owner.name, '王婕');
  assert.ok(now.can.includes('edit'));
  chief.noErrors();
  mate.noErrors();
});
