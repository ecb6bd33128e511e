/** First steps on the workbench: what is there decides what is done; steps are left out, put away, and found again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('an administrator is led to what is not done yet', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/');
  const card = page.getByRole('region', { name: '起步' });
  const step = (name) => card.getByRole('listitem').filter({ hasText: name });
  await step('添加同事').getByLabel('已完成').waitFor();
  await step('加一个自己的字段或对象').getByLabel('未完成').waitFor();
  assert.equal(await card.getByRole('link', { name: /看看示例，再清除/ }).getAttribute('href'), '/settings/company');
  await assertAccessible(page, 'the workbench with first steps');
  await card.getByRole('link', { name: /加一个自己的字段或对象/ }).click();
  await page.waitForURL(/\/settings\/objects/);

  const field = { name: 'step_size', kind: 'text', labels: { 'zh-CN': '起步尺码' } };
  const made = await page.request.post('/api/v1/objects/lead/fields', { data: field, headers: { origin: new URL(page.url()).origin } });
  assert.equal(made.status(), 201);
  await page.goto('/');
  await step('加一个自己的字段或对象').getByLabel('已完成').waitFor();

  await card.getByRole('button', { name: '跳过“设好备份”' }).click();
  await step('设好备份').getByLabel('已跳过').waitFor();
  await card.getByRole('button', { name: '收起起步' }).click();
  await card.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('region', { name: '今天要做' }).waitFor();
  assert.equal(await card.count(), 0, 'it stays away');
  await page.getByRole('button', { name: '起步', exact: true }).click();
  await step('设好备份').getByLabel('已跳过').waitFor();
  page.noErrors();
});

test('somebody else has steps of their own', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/');
  await page.getByRole('button', { name: '起步', exact: true }).click();
  const card = page.getByRole('region', { name: '起步' });
  await card.getByText('新建第一条线索').waitFor();
  assert.equal(await card.getByText('添加同事').count(), 0);
  page.noErrors();
});
