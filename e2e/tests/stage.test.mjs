/** How long a deal has been in its stage: on the board, on its page, in the list, and the limit in the designer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** A deal that was longest in its stage. */
async function slowest(page, stage) {
  const answer = await page.request.post('/api/v1/records/opportunity/query', {
    data: { filter: { field: 'stage', op: 'eq', value: stage }, sort: ['stage_entered_at'], fields: ['name', 'stage_entered_at'], limit: 1 },
  });
  return (await answer.json()).items[0];
}

test('a stage gets a limit, and what is past it is red on the board and on its page', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/objects/opportunity');
  const deal = await slowest(page, 'need');
  await page.getByRole('button', { name: '阶段', exact: true }).first().click();
  const drawer = page.getByRole('dialog');
  const limit = drawer.getByLabel('「需求确认」的停留上限（天）');
  await limit.fill('0');
  await drawer.getByRole('button', { name: '保存', exact: true }).click();
  await drawer.getByText('停留上限应为 1 到 3650 的整数天，不限请留空').waitFor();
  assert.equal(await drawer.getByLabel('「赢单」的停留上限（天）').isDisabled(), true, 'what is over has no limit');
  await assertAccessible(page, 'the limits of stages');
  await limit.fill('1');
  await drawer.getByRole('button', { name: '保存', exact: true }).click();
  await drawer.waitFor({ state: 'detached' });

  await page.goto(`/o/opportunity/${deal.id}`);
  const past = page.getByText(/^停留 \d+ 天，上限 1 天$/);
  await past.waitFor();
  await assertAccessible(page, 'a record past its limit');
  await page.getByRole('button', { name: '方案报价' }).click();
  await page.getByText('第 1 天', { exact: true }).waitFor();
  assert.equal(await past.count(), 0);

  const views = await (await page.request.get('/api/v1/objects/opportunity/views')).json();
  const board = (views.items ?? views).find((view) => view.name === '阶段看板');
  await page.goto(`/o/opportunity?view=${board.id}`);
  const need = page.getByRole('region', { name: '需求确认', exact: true });
  await need.getByText(/^停留 \d+ 天$/).first().waitFor();
  await need.getByText(/条停留超限$/).waitFor();
  await assertAccessible(page, 'a board with what is past its limit');
  page.noErrors();
});

test('on a phone the path says it, too', async () => {
  const page = await newPage(here, { viewport: PHONE, hasTouch: true });
  await signIn(page, 'admin', '/o/opportunity');
  const deal = await slowest(page, 'contact');
  await page.goto(`/o/opportunity/${deal.id}`);
  await page.getByText(/^停留 \d+ 天，上限 14 天$|^第 \d+ 天/).waitFor();
  page.noErrors();
});
