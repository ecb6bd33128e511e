/** A notice reaches a device while nobody looks at the page, and leads into it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertAccessible, newPage, PHONE, signIn } from '../lib/browser.mjs';
import { startPushService } from '../lib/push-service.mjs';
import { site } from '../lib/site.mjs';

const here = site('--allow-private-webhooks');
let service;
after(() => service?.stop());

/** In the place of the browser's own push service, which is a company's in the internet. */
function subscribedAt(subscription) {
  let now = null;
  const { endpoint } = subscription;
  const one = () => ({ endpoint, options: {}, toJSON: () => subscription, unsubscribe: async () => ((now = null), true) });
  PushManager.prototype.getSubscription = async () => now;
  PushManager.prototype.subscribe = async ({ userVisibleOnly }) => (now = userVisibleOnly && one());
}

/** Hands the worker what the push service took, as the browser does; `page` is any page of that browser. */
async function deliver(page, text) {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise((done) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => one && done(one.registrationId)));
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: here.server.url, registrationId: await registered, data: text });
  await devtools.detach();
}

/** What stands on the device and ends so, once it does. */
async function shown(worker, end) {
  const all = () => worker.evaluate(async () => (await self.registration.getNotifications()).map(({ title, body, data }) => ({ title, body, path: data.path })));
  const one = async () => (await all()).find(({ title }) => title.endsWith(end));
  for (let i = 0; i < 100 && !(await one()); i += 1) await new Promise((done) => setTimeout(done, 50));
  return (await one()) ?? assert.fail(`${end} is not among ${JSON.stringify(await all())}`);
}

/** Presses what says that. Only a finger lets a worker bring up windows: what it asks for is answered here instead. */
const press = (worker, title) =>
  worker.evaluate(async (wanted) => {
    const opened = [];
    self.Clients.prototype.openWindow = async (path) => void opened.push(path);
    self.WindowClient.prototype.focus = async function () {
      return this;
    };
    const notification = (await self.registration.getNotifications()).find(({ title }) => title === wanted);
    const event = new NotificationEvent('notificationclick', { notification });
    const over = [];
    event.waitUntil = (promise) => over.push(promise);
    self.dispatchEvent(event);
    await Promise.all(over);
    return opened;
  }, title);

async function switchOn(push) {
  await push.getByRole('switch', { name: /^在这台设备上推送/ }).click();
  await push.getByText('本机').waitFor();
}

test('a device is switched on, a comment comes to it, and pressing it opens the record', async () => {
  service = await startPushService();
  const admin = await newPage(here);
  await signIn(admin, 'admin', '/settings/company');
  await admin.getByRole('switch', { name: /^推送通知到设备/ }).click();
  await admin.getByLabel('推送联系方式').fill('it@shop.example');
  await admin.getByRole('button', { name: /保\s?存/ }).click();
  await admin.getByText('已保存').waitFor();

  const page = await newPage(here, { viewport: PHONE });
  const context = page.context();
  await context.grantPermissions(['notifications'], { origin: here.server.url });
  await page.addInitScript(subscribedAt, service.subscription);
  await signIn(page, 'linyuan', '/settings/profile');
  await page.getByRole('link', { name: '通知设置' }).click();
  const push = page.getByRole('region', { name: '推送到设备' });
  await switchOn(push);
  await assertAccessible(page, 'push');
  await push.getByRole('button', { name: /发一条试试$/ }).click();
  const attempt = await service.next();
  assert.match(attempt.heads.authorization, /^vapid t=[^,]+, k=.+/);
  const worker = context.serviceWorkers()[0];
  await deliver(page, attempt.text);
  await shown(worker, '推送已开通');

  const { items } = await (await page.request.get('/api/v1/records/lead?limit=1')).json();
  const [{ id, name }] = items;
  const me = await (await page.request.get('/api/v1/me')).json();
  const said = { body: '请今天回电', mentions: [me.id] };
  const says = () => admin.request.post(`/api/v1/records/lead/${id}/comments`, { data: said, headers: { origin: here.server.url } });
  assert.equal((await says()).status(), 201);
  const { text } = await service.next();
  await page.goto('about:blank');
  await deliver(page, text);
  const told = await shown(worker, `在“${name}”的评论中提到了您`);
  assert.deepEqual([told.body, told.path], [said.body, `/o/lead/${id}`]);
  assert.deepEqual(await press(worker, told.title), [told.path], 'no page is open: one is asked for');

  await deliver(page, text);
  await shown(worker, told.title);
  await page.goto('/notifications');
  assert.deepEqual(await press(worker, told.title), [], 'an open page goes there itself');
  await page.waitForURL(`**${told.path}`);
  page.noErrors();
});
