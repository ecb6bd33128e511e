/** English: the shell, a list and the settings without a Chinese label; the choice stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, PASSWORD, PHONE, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site();

const CHINESE = /\p{Script=Han}/u;

/** Texts and labels of a part of the page that hold Chinese characters. */
async function chineseIn(part) {
  const found = await part.evaluate((root) => {
    const texts = [...root.querySelectorAll('[aria-label],[placeholder],[title]')].flatMap((one) => ['aria-label', 'placeholder', 'title'].map((name) => one.getAttribute(name) ?? ''));
    return [...texts, ...root.innerText.split('\n')];
  });
  return found.filter((text) => CHINESE.test(text));
}

test('a switch to English leaves no Chinese label in the shell', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/o/lead');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  await page.getByRole('navigation', { name: 'Main navigation' }).or(page.getByRole('navigation').first()).first().waitFor();
  assert.deepEqual(await chineseIn(page.getByRole('navigation').first()), []);
  assert.deepEqual(await chineseIn(page.getByRole('columnheader').first().locator('xpath=..')), []);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');

  await page.reload();
  await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  await page.goto('/settings/objects/lead');
  await page.getByRole('button', { name: 'Add field' }).waitFor();
  assert.deepEqual(await chineseIn(page.getByRole('table')), []);
  page.noErrors();
});

test('the sign-in page speaks the chosen language', async () => {
  const page = await newPage(here);
  await page.goto('/signin');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  assert.deepEqual(await chineseIn(page.locator('form')), []);
});

test('who signs in where another language was left sees one language, not two', async () => {
  const page = await newPage(here);
  await page.goto('/signin?back=%2Fo%2Flead');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByLabel('Login').fill('lihao');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: '线索', level: 1 }).waitFor();
  await page.getByRole('columnheader', { name: '公司' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
  page.noErrors();
});

test('English, which is longer, stays within a phone', async () => {
  const page = await newPage(here, { viewport: PHONE, isMobile: true, hasTouch: true });
  await signIn(page, 'hexiao', '/o/lead');
  await page.request.patch('/api/v1/me', { data: { locale: 'en' } });
  await page.goto('/o/lead');
  const within = async (control, what) => {
    await control.waitFor();
    const { x, width } = await control.boundingBox();
    assert.ok(x >= 0 && x + width <= PHONE.width, `${what} reaches from ${x} to ${x + width}`);
  };
  await page.getByRole('list', { name: 'Leads' }).getByRole('link').first().click();
  const composer = page.getByRole('form', { name: 'Write follow-up' });
  await within(composer.getByRole('button', { name: 'Save' }), 'the button of the follow-up');
  await page.goto('/o/task');
  await page.getByRole('button', { name: /All tasks/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /Task calendar/ }).click();
  await within(page.getByRole('radiogroup').filter({ hasText: 'Week' }), 'the choice of month or week');
  page.noErrors();
});
