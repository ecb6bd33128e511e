/** An administrator makes a webhook, tries it, and a change of a record arrives at the other program, signed. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { newPage, signIn } from '../lib/browser.mjs';
import { site } from '../lib/site.mjs';

const here = site('--allow-private-webhooks');
let peer;
const calls = [];
before(async () => {
  peer = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      calls.push({ heads: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise((done) => peer.listen(0, '127.0.0.1', done));
});
after(() => {
  peer?.closeAllConnections();
  peer?.close();
});

async function callsReach(count) {
  for (let i = 0; i < 300 && calls.length < count; i += 1) await new Promise((done) => setTimeout(done, 50));
  assert.equal(calls.length, count);
}

test('a webhook is made, tried, and told of a change', async () => {
  const page = await newPage(here);
  await signIn(page, 'admin', '/settings/webhooks');
  await page.getByRole('button', { name: '新建 Webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('ERP');
  await dialog.getByLabel('地址').fill(`http://127.0.0.1:${peer.address().port}/hook`);
  await dialog.getByRole('button', { name: /创\s?建/ }).click();
  const secret = await page.getByText(/^whsec_/).textContent();
  await page.getByRole('button', { name: /完\s?成/ }).click();
  await page.getByRole('button', { name: '更多操作：ERP' }).click();
  await page.getByRole('menuitem', { name: '测试推送' }).click();
  const log = page.getByRole('dialog', { name: '推送记录：ERP' });
  await log.getByText('已送达').waitFor();
  await callsReach(1);
  const { heads, body } = calls[0];
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${heads['webhook-id']}.${heads['webhook-timestamp']}.${body}`;
  assert.equal(heads['webhook-signature'], `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  const made = await page.request.post('/api/v1/records/lead', { data: { name: '王芳' }, headers: { origin: here.server.url } });
  assert.equal(made.status(), 201);
  await callsReach(2);
  const told = JSON.parse(calls[1].body);
  assert.equal(told.type, 'lead.created');
  assert.equal(told.data.record.name, '王芳');
  page.noErrors();
});
