/** One mentions a colleague; the colleague sees the bell without a reload, opens the record, and answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

async function say(page, way) {
  await page.getByRole('radiogroup', { name: '写跟进、任务或评论' }).getByRole('radio', { name: '评论' }).click();
  const box = page.getByRole('textbox', { name: '评论' });
  await way(box);
  await box.press('Control+Enter');
}

test('a mention reaches a colleague, who answers', async () => {
  const chief = await newPage(here);
  const mate = await newPage(here);
  await signIn(mate, 'wangjie', '/');
  await mate.getByRole('button', { name: '通知', exact: true }).waitFor();
  await signIn(chief, 'admin', '/');
  const { items } = await (await mate.request.get('/api/v1/records/lead', { params: { limit: 1 } })).json();
  const lead = items[0];
  await chief.goto(`/o/lead/${lead.id}`);
  await say(chief, async (box) => {
    await box.pressSequentially('请 @wangj');
    // Chosen only once the answer belongs to what was typed.
    await chief.getByRole('option', { name: '王婕', selected: true }).waitFor();
    await assertAccessible(chief, 'the people to mention');
    await box.press('Enter');
    await box.pressSequentially('今天回个电话');
  });
  await chief.getByText('@王婕', { exact: true }).waitFor();

  // No reload: the stream of events tells of it.
  await mate.getByRole('button', { name: '通知，1 条未读' }).click();
  const panel = mate.getByRole('dialog', { name: '通知' });
  await panel.getByText('请 @王婕 今天回个电话').waitFor();
  await assertAccessible(mate, 'the list of notices');
  await panel.getByText('请 @王婕 今天回个电话').click();
  await mate.getByRole('heading', { name: lead.name, exact: true }).waitFor();
  await mate.getByRole('button', { name: '通知', exact: true }).waitFor();
  await say(mate, (box) => box.fill('已经打过了'));
  // It appears on the other screen, too.
  await chief.getByText('已经打过了').waitFor();
  await chief.getByRole('button', { name: '通知，1 条未读' }).waitFor();
  await assertAccessible(chief, 'a record with comments');

  const phone = await newPage(here, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(phone, 'admin', '/');
  await phone.getByRole('button', { name: '更多', exact: true }).click();
  await phone.getByRole('link', { name: /通知/ }).click();
  await phone.getByText('已经打过了').waitFor();
  await assertAccessible(phone, 'notices on a phone');
  await phone.getByRole('button', { name: '全部已读' }).click();
  await phone.getByRole('button', { name: '全部已读' }).waitFor({ state: 'detached' });
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= PHONE.width, `${width} px wide`);
  for (const page of [chief, mate, phone]) page.noErrors();
});
