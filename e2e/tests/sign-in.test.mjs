/** Signing in: a wrong password is told as such, the right one leads to where the person wanted to go. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillSignIn, newPage, PASSWORD, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

test('a wrong password is refused, the right one leads to the page that was asked for', async () => {
  const page = await newPage(here);
  await page.goto('/o/lead');
  await fillSignIn(page, 'admin', 'not-the-password');
  await page.getByRole('alert').getByText('登录名或密码不正确').waitFor();
  assert.equal(await page.getByLabel('登录名').inputValue(), 'admin', 'the login stays');
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '线索', level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/o/lead');
  page.noErrors();
});

test('empty fields are named and nothing is sent', async () => {
  const page = await newPage(here);
  await page.goto('/signin');
  let sent = 0;
  page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0));
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('请输入登录名').waitFor();
  await page.getByText('请输入密码').waitFor();
  assert.equal(sent, 0);
});

test('after signing out the pages ask for a password again', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/o/lead');
  await page.getByRole('button', { name: '王婕' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录熟客' }).waitFor();
  await page.goto('/o/lead');
  await page.getByRole('heading', { name: '登录熟客' }).waitFor();
  assert.equal((await page.request.get('/api/v1/me')).status(), 401);
});
