/** How soon the page reacts when one goes on: from the tap to the next frame in which anything has changed, and until what one wants stands there. */
import { newPage, signIn } from '../../e2e/lib/browser.mjs';

/** From where by which link to what. */
const WAYS = [
  ['list → record', '/o/lead', 'main a[href^="/o/lead/"]', 'main [role=tab]'],
  ['record → list', null, 'a[href^="/o/lead"]:not([href*="/o/lead/"])', 'main a[href^="/o/lead/"]'],
];

/** Runs in the page: clicks, and tells when the tree was first changed and painted. */
function react(selector) {
  return new Promise((resolve) => {
    const from = performance.now();
    const watcher = new MutationObserver(() => {
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
    });
    watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    document.querySelector(selector).click();
  });
}

export const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const ms = (value) => `${Math.round(value)} ms`;

async function go(page, line, [, , link, wanted]) {
  await page.locator(link).first().waitFor();
  await page.waitForTimeout(1_500);
  const from = await page.evaluate(() => performance.now());
  const reaction = await page.evaluate(react, link);
  await page.locator(wanted).first().waitFor();
  return { reaction, there: (await page.evaluate(() => performance.now())) - from };
}

export async function routeChanges(where, device, slow, times) {
  console.log('\n| way | first reaction | there |\n|---|---|---|');
  const page = await newPage(where, { ...device, viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false });
  await signIn(page, 'wangjie', '/o/lead');
  const line = await slow(page);
  const seen = WAYS.map(() => []);
  for (let time = 0; time < times; time += 1) for (const [place, way] of WAYS.entries()) seen[place].push(await go(page, line, way));
  for (const [place, [name]] of WAYS.entries()) {
    const of = (key) => middle(seen[place].map((one) => one[key]));
    console.log(`| ${name} | ${ms(of('reaction'))} | ${ms(of('there'))} |`);
  }
  await page.context().close();
}
