/** Data that comes and goes, what became of it, and who it belongs to: P10 to P13, C2, C7, C8, L6. */
import { readFile } from 'node:fs/promises';
import { assert, button, editInPlace, openList, openRecord, ownRecord, PIXEL, refused } from './steps.mjs';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>');

async function anImport(who) {
  const { page, t } = who;
  await page.goto('/import/lead');
  const name = await who.label('lead', 'name');
  const mobile = await who.label('lead', 'mobile');
  const rows = [`${name},${mobile}`, ...[1, 2, 3].map((at) => `${who.login} ${at},1360000${who.login.length}00${at}`), `${who.login} 4,no phone`];
  await page.locator('input[type=file]').setInputFiles({ name: 'walk.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await button(who, '检查数据').click();
  await page.getByText(t.in('{{count, number}} 行有问题，导入时会跳过')).waitFor();
  await who.shot();
  await button(who, '导入 {{count, number}} 行').click();
  await page.getByText(t.in('已导入 {{changed}} 条{{objects}}')).waitFor();
  await who.shot();
  const wait = page.waitForEvent('download');
  await page.getByText(t.in('下载问题行')).first().click();
  assert.match(await readFile(await (await wait).path(), 'utf8'), /no phone/);
  await button(who, '撤销导入').click();
  await page.getByRole('dialog').getByRole('button', { name: t('撤销导入') }).click();
  await page.getByText(t('已撤销这次导入')).waitFor();
}

async function anExport(who) {
  const { page, t } = who;
  await openList(who, 'lead');
  await button(who, '导出').click();
  const dialog = page.getByRole('dialog');
  await who.shot();
  await dialog.getByRole('button', { name: t('开始导出') }).click();
  const link = dialog.getByRole('link', { name: t('下载') });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.ok((await readFile(await download.path())).length > 1000);
  await page.goto('/tasks');
  await page.getByRole('link', { name: t.in('下载 {{name}}') }).first().waitFor();
}

async function history(who) {
  const { page, t } = who;
  await openList(who, 'lead');
  const { id, name } = await ownRecord(who, 'lead', 4);
  await openRecord(who, 'lead', id);
  await editInPlace(who, 'lead', 'wechat', `wx_${who.login}`);
  await page.getByRole('tab', { name: t('变更历史') }).click();
  await page.getByRole('radio', { name: t('当时的样子') }).check();
  await page.getByRole('button', { name: t('恢复{{name}}', { name: await who.label('lead', 'wechat') }) }).click();
  await page.getByText(t('已恢复 {{count}} 项', { count: 1 })).waitFor();
  await who.shot();
  await page.getByRole('button', { name: t('更多'), exact: true }).click();
  await page.getByRole('menuitem', { name: t('删除') }).click();
  await page.getByText(t('已删除：{{name}}', { name })).waitFor();
  await openList(who, 'lead');
  await button(who, '回收站').click();
  await page.getByText(t.in('回收站：已删除的{{name}}。勾选后可以恢复。')).waitFor();
  await who.shot();
  await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').first().check();
  await page.getByRole('toolbar').getByRole('button', { name: t('恢复') }).click();
  await page.getByText(t('已恢复 {{count}} 条记录', { count: 1 })).waitFor();
  await page.waitForTimeout(1000);
}

async function files(who) {
  const { page, t } = who;
  if (who.login === 'admin') {
    for (const [name, kind, zh] of [['x_papers', 'attachment', '资料'], ['x_photo', 'image', '照片']]) {
      await who.call('POST', '/objects/account/fields', { name, kind, labels: { 'zh-CN': zh, en: kind } });
    }
  }
  await openList(who, 'account');
  const { id } = await ownRecord(who, 'account', 1);
  await openRecord(who, 'account', id);
  for (const [field, file] of [['x_papers', { name: 'offer.pdf', mimeType: 'application/pdf', buffer: PDF }], ['x_photo', { name: 'shop.png', mimeType: 'image/png', buffer: PIXEL }]]) {
    const label = await who.label('account', field);
    const edit = page.getByRole('button', { name: t('编辑{{name}}', { name: label }) });
    if (!(await edit.isVisible())) await page.getByRole('button', { name: t.in('显示 {{count}} 个空字段') }).click();
    await edit.click();
    await page.locator('input[type=file]').last().setInputFiles(file);
    await page.getByText(file.name).first().waitFor();
    await page.getByRole('button', { name: t('完成') }).last().click();
    await page.waitForTimeout(300);
  }
  await who.shot();
  await page.getByRole('region', { name: t('详情') }).getByRole('img').last().click();
  await page.waitForTimeout(400);
}

/** Two leads with the same phone; the second is warned of. */
async function twice(who, number) {
  const { page, t } = who;
  const digits = `1370000${who.login.length}${number}`;
  await who.call('POST', '/records/lead', { name: `${who.login} one`, mobile: digits });
  await openList(who, 'lead');
  await page.getByRole('button', { name: t('新建{{name}}', { name: (await who.meta('lead')).label }) }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(new RegExp(`^${await who.label('lead', 'name')}`)).first().fill(`${who.login} two`);
  await drawer.getByLabel(new RegExp(`^${await who.label('lead', 'mobile')}`)).first().fill(digits);
  await drawer.getByText(t.in('可能与 {{count}} 条已有记录重复')).waitFor();
  await who.shot();
  await drawer.getByRole('button', { name: t('保存') }).click();
  await drawer.getByRole('button', { name: t('仍然保存') }).click();
  await drawer.waitFor({ state: 'detached' });
}

async function queue(who) {
  const { page, t } = who;
  await twice(who, '111');
  await page.goto('/settings/duplicates?object=lead');
  await button(who, '合并').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().waitFor();
  await who.shot();
  await dialog.getByRole('button', { name: t('合并') }).click();
  await page.getByText(t.in('已合并到：{{name}}')).waitFor();
  await who.shot();
  await button(who, '撤销').first().click();
  await page.getByText(t.in('已撤销合并')).first().waitFor();
}

export const exchange = {
  P10: { admin: anImport, wangjie: anImport },
  P11: { admin: anExport, wangjie: anExport },
  P12: { admin: history, wangjie: history },
  P13: { admin: files, wangjie: files },
  C2: { admin: queue, wangjie: queue },
  L6: {
    admin: async (who) => {
      await who.page.goto('/settings/objects/lead?tab=duplicates');
      await who.page.getByText(who.t('文件导入')).first().waitFor();
      await who.shot();
      await twice(who, '222');
    },
    wangjie: async (who) => {
      await refused(who, '/settings/objects/lead?tab=duplicates', '没有设计这个对象的权限');
      await twice(who, '222');
    },
  },
  C7: { admin: family, wangjie: family },
  C8: {
    admin: async (who) => {
      const { page, t } = who;
      await openList(who, 'lead');
      const { items } = await who.call('GET', '/records/lead?limit=100');
      const mate = (await who.call('GET', '/users')).items.find(({ login }) => login === 'wangjie');
      const lead = items.find(({ owner }) => owner && owner.id !== mate.id);
      await openRecord(who, 'lead', lead.id);
      await button(who, '添加团队成员').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox', { name: t.start('同事') }).fill(mate.name);
      await page.getByTitle(mate.name, { exact: true }).click();
      await who.shot();
      await dialog.getByRole('button', { name: t('保存') }).click();
      await page.getByRole('region', { name: t('团队成员') }).getByText(t('可查看')).waitFor();
      await page.getByRole('button', { name: t('更多'), exact: true }).click();
      await page.getByRole('menuitem', { name: t('转移') }).click();
      await page.getByRole('combobox', { name: t.start('新负责人') }).fill(mate.name);
      await page.getByTitle(mate.name, { exact: true }).click();
      await who.shot();
      await page.getByRole('dialog').getByRole('button', { name: t('转移') }).click();
      await page.getByText(t.in('已转移给{{name}}', { name: mate.name })).first().waitFor();
    },
    wangjie: async (who) => {
      const { page, t } = who;
      const { id } = await ownRecord(who, 'lead', 5);
      await openRecord(who, 'lead', id);
      await page.getByRole('button', { name: t('更多'), exact: true }).click();
      await page.getByRole('menuitem', { name: t('谁能看到') }).click();
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
  },
};

async function family(who) {
  const { page, t } = who;
  await openList(who, 'account');
  const { items } = await who.call('GET', '/records/account?limit=20');
  const [parent, child] = items;
  await who.call('PATCH', `/records/account/${child.id}`, { parent: parent.id });
  await openRecord(who, 'account', parent.id);
  await page.getByText(child.name).first().waitFor();
  await who.shot();
  await button(who, '关系图').first().click();
}
