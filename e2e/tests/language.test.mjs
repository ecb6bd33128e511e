/** English: the shell, a list and the settings without a Chinese label; the choice stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
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
