/** Rights, trust, organisation, settings as files, and the ways in for programs: G1 to G4, T1, X2, I1, I2. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { assert, button, openList, ownRecord, refused } from './steps.mjs';

export const trust = {
  G1: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/roles');
      const [role] = (await who.call('GET', '/roles')).items.filter(({ name }) => /^(销售|Sales)/.test(name));
      await page.getByRole('button', { name: new RegExp(`^${role.name}`) }).click();
      await page.getByRole('tab', { name: t.start('字段权限') }).waitFor();
      await who.shot();
      await page.getByRole('tab', { name: t.start('字段权限') }).click();
      await page.getByRole('combobox', { name: t.in('对象') }).waitFor();
      await who.shot();
      await page.goto('/settings/sharing');
      await button(who, '新建共享规则').first().waitFor();
      await who.shot();
      const mate = (await who.call('GET', '/users')).items.find(({ login }) => login === 'wangjie');
      await page.goto('/settings/users');
      await page.getByRole('button', { name: t('「{{name}}」的更多操作', { name: mate.name }) }).click();
      await page.getByText(t('以其身份查看')).click();
      await page.getByText(t('正以 {{name}} 的身份查看 · 只读')).waitFor();
      await who.shot();
      await button(who, '结束').click();
      await page.getByText(t('正以 {{name}} 的身份查看 · 只读')).waitFor({ state: 'detached' });
    },
    wangjie: async (who) => {
      await refused(who, '/settings/roles');
      await openList(who, 'lead');
      const all = await who.people.admin.call('GET', '/records/lead?limit=200');
      const other = all.items.find(({ owner }) => owner && owner.name !== '王婕' && owner.name !== 'Wang Jie');
      await who.page.goto(`/o/lead/${other.id}`);
      await who.page.getByText(who.t('找不到这条记录')).waitFor();
    },
  },
  G2: { admin: sessions, wangjie: sessions },
  G3: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/audit');
      await page.getByRole('list', { name: t('审计日志') }).getByRole('listitem').first().waitFor();
      await button(who, '校验').click();
      await page.getByText(t('审计链完整，共 {{count, number}} 条')).waitFor();
    },
    wangjie: (who) => refused(who, '/settings/audit'),
  },
  G4: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/backup');
      await button(who, '立即备份').click();
      await page.getByText(t('最近一次备份已试恢复核对')).waitFor({ timeout: 60_000 });
    },
    wangjie: (who) => refused(who, '/settings/backup'),
  },
  T1: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/users');
      await button(who, '新建部门').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(t.start('部门名称')).first().fill(who.language === 'en' ? 'North office' : '北方办事处');
      await who.shot();
      await dialog.getByRole('button', { name: t('保存') }).or(dialog.getByRole('button', { name: t('添加') })).first().click();
      await page.getByText(t.in('已保存部门「{{name}}」')).waitFor();
      await page.goto('/settings/workdays');
      await page.getByText(t.in('{{count}} 个工作日')).first().waitFor();
    },
    wangjie: async (who) => {
      await refused(who, '/settings/users');
      await refused(who, '/settings/workdays');
    },
  },
  X2: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/config');
      const wait = page.waitForEvent('download');
      await page.getByRole('link', { name: t('下载 zip') }).click();
      const buffer = await readFile(await (await wait).path());
      await page.getByLabel(t('选择 zip 文件')).setInputFiles({ name: 'config.zip', mimeType: 'application/zip', buffer });
      await page.getByText(t('没有差异')).waitFor();
    },
    wangjie: (who) => refused(who, '/settings/config'),
  },
  I1: { admin: token, wangjie: token },
  I2: {
    admin: async (who) => {
      const { page, t } = who;
      const calls = [];
      const peer = createServer((request, response) => {
        calls.push(request.headers['webhook-signature']);
        request.resume().on('end', () => response.writeHead(204).end());
      });
      await new Promise((done) => peer.listen(0, '127.0.0.1', done));
      try {
        await page.goto('/settings/webhooks');
        await button(who, '新建 Webhook').first().click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(t.start('名称')).first().fill('ERP');
        await dialog.getByLabel(t.start('地址')).first().fill(`http://127.0.0.1:${peer.address().port}/hook`);
        await dialog.getByRole('button', { name: t('创建') }).click();
        await page.getByText(/^whsec_/).waitFor();
        await who.shot();
        await button(who, '完成').click();
        await page.getByRole('button', { name: t('更多操作：{{name}}', { name: 'ERP' }) }).click();
        await page.getByRole('menuitem', { name: t('测试推送') }).click();
        await page.getByRole('dialog').getByText(t('已送达')).waitFor();
        assert.match(calls[0], /^v1,/);
        await who.shot();
        await page.getByRole('dialog').getByRole('button', { name: t.in('重新推送：{{what}}') }).first().click();
        for (let i = 0; i < 100 && calls.length < 2; i += 1) await page.waitForTimeout(50);
        assert.equal(calls.length, 2);
      } finally {
        peer.closeAllConnections();
        peer.close();
      }
    },
    wangjie: (who) => refused(who, '/settings/webhooks'),
  },
};

async function sessions(who) {
  const { page, t } = who;
  await page.goto('/settings/security');
  await button(who, '开启两步验证').click();
  await page.getByAltText(t('两步验证的二维码')).waitFor();
  await who.shot();
  await page.getByText(t.in('取消')).first().click();
  await page.mouse.wheel(0, 2000);
}

async function token(who) {
  const { page, t } = who;
  await page.goto('/settings/tokens');
  await button(who, '新建令牌').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('Shop till');
  await who.shot();
  await dialog.getByRole('button', { name: t('创建') }).click();
  await page.getByText(t.in('令牌「{{name}}」已创建')).waitFor();
  const secret = await page.locator('code').first().innerText();
  const answer = await fetch(`${who.url}/api/v1/me`, { headers: { authorization: `Bearer ${secret.trim()}` } });
  assert.equal(answer.status, 200);
  assert.ok((await ownRecord(who, 'lead')).id);
}
