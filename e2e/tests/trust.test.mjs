/** Two-step sign-in from setting it up to a recovery code, devices signed out from elsewhere, a handed-out password. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { assertAccessible, fillSignIn, newPage, PASSWORD, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

/** What an authenticator app shows (RFC 6238), out of the key as people type it (RFC 4648). */
function appShows(key, now = Date.now()) {
  const bits = [...key.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', secret).update(step).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('two-step sign-in is set up, asked for, and a recovery code stands in for the phone', async () => {
  const page = await newPage(here);
  await signIn(page, 'wangjie', '/settings/security');
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await page.getByAltText('两步验证的二维码').waitFor();
  const key = await page.locator('code').innerText();
  await assertAccessible(page, 'setting up two-step sign-in');
  await page.getByLabel('应用显示的 6 位验证码').fill(appShows(key));
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: '请保存恢复码' });
  await list.waitFor();
  const codes = await list.locator('code').allInnerTexts();
  assert.equal(codes.length, 10);
  await page.getByRole('button', { name: '我已保存' }).click();
  await page.getByText('还有 10 个恢复码').waitFor();

  const other = await newPage(here);
  await other.goto('/o/lead');
  await fillSignIn(other, 'wangjie', PASSWORD);
  await other.getByLabel('两步验证码').fill('000000');
  await other.keyboard.press('Enter');
  await other.getByText('验证码不正确或已过期，请重新输入').waitFor();
  await assertAccessible(other, 'the second step');
  await other.getByLabel('两步验证码').fill(codes[0]);
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: '线索', level: 1 }).waitFor();

  await page.reload();
  await page.getByText('还有 9 个恢复码').waitFor();
  await page.getByRole('button', { name: '退出其他 1 个设备' }).click();
  await page.getByRole('button', { name: /退出其他/ }).waitFor({ state: 'detached' });
  await other.goto('/o/account');
  await other.getByRole('heading', { name: '登录熟客' }).waitFor();
  page.noErrors();
  other.noErrors();
});

test('a password that was handed out is changed before anything else', async () => {
  const admin = await newPage(here);
  await signIn(admin, 'admin');
  const roles = await (await admin.request.get('/api/v1/roles')).json();
  const made = await admin.request.post('/api/v1/users', {
    headers: { origin: here.server.url },
    data: { login: 'newcomer', name: '周新', password: 'handed-out-once', roles: [roles.items[0].id] },
  });
  assert.equal(made.status(), 201, await made.text());
  const page = await newPage(here);
  await page.goto('/o/lead');
  await fillSignIn(page, 'newcomer', 'handed-out-once');
  await page.getByRole('heading', { name: '设置自己的密码' }).waitFor();
  assert.equal((await page.request.get('/api/v1/records/lead')).status(), 403);
  await assertAccessible(page, 'an own password');
  await page.getByLabel('原密码').fill('handed-out-once');
  await page.getByLabel('新密码', { exact: true }).fill('words-of-my-own');
  await page.getByLabel('再次输入新密码').fill('words-of-my-own');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '线索', level: 1 }).waitFor();
  page.noErrors();
});

test('only the networks that an administrator names are let in, and never without the administrator', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/security');
  const field = page.getByLabel('只允许从这些网络访问');
  await field.fill('203.0.113.0/24');
  await page.getByRole('button', { name: /保\s?存$/ }).click();
  await page.getByText('其中不包含您现在的地址 127.0.0.1').waitFor();
  await page.getByRole('button', { name: '加入' }).click();
  await page.getByRole('button', { name: /保\s?存$/ }).click();
  await page.getByText('规则已保存，立即生效').waitFor();
  await page.reload();
  assert.equal(await field.inputValue(), '203.0.113.0/24\n127.0.0.1');
  page.noErrors();
});
