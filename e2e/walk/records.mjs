/** Records and forms: P1 to P9. */
import { addField, assert, button, editInPlace, openList, openRecord, OWN, ownObject, ownRecord, PIXEL, refused } from './steps.mjs';

/** One field of each kind that is typed or picked. */
const KINDS = ['单行文本', '多行文本', '富文本', '整数', '小数', '金额', '百分比', '评分', '日期', '日期时间', '时刻', '是 / 否', '单选', '多选', '级联选择', '电话', '邮箱', '网址', '省市区', '地址', '定位', '员工', '部门', '附件', '图片', '手写签名', '自动编号', '标签', '身份证号', '统一社会信用代码'];

async function everyList(who) {
  const { objects: items } = await who.call('GET', '/objects');
  for (const { name, plural, in_navigation: shown } of items.filter((one) => one.in_navigation !== false)) {
    await who.page.goto(`/o/${name}`);
    await who.page.getByRole('heading', { name: plural, level: 1 }).waitFor().catch((error) => assert.fail(`${name} ${shown}: ${error.message}`));
  }
  await who.shot();
}

const nameOf = (who, kind) => `${who.language === 'en' ? 'F' : '栏'} ${KINDS.indexOf(kind) + 1}`;

export const records = {
  P1: { admin: everyList, wangjie: everyList },
  P2: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/objects');
      await button(who, '新建对象').first().click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('textbox').first().fill(OWN[who.language]);
      await drawer.getByRole('switch', { name: t.start('记录有负责人') }).check();
      await who.shot();
      await drawer.getByRole('button', { name: t('创建对象') }).click();
      await page.getByText(t('已创建「{{name}}」', { name: OWN[who.language] })).waitFor();
      await addField(who, '关联记录', who.language === 'en' ? 'Customer' : '使用客户', async (form) => {
        await form.getByRole('combobox', { name: t.in('关联的对象') }).fill((await who.meta('account')).label);
        await page.keyboard.press('Enter');
      });
      await who.shot();
    },
    wangjie: async (who) => {
      const { page, t } = who;
      const { name, label, plural } = await ownObject(who);
      await page.goto(`/o/${name}`);
      await page.getByRole('button', { name: t('新建{{name}}', { name: label }) }).first().click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('textbox').first().fill('A-01');
      await drawer.getByRole('button', { name: t('保存') }).click();
      await page.getByText(t('已创建：{{name}}', { name: 'A-01' })).waitFor();
      await page.goto(`/o/${name}`);
      await page.getByRole('grid', { name: plural }).getByRole('link', { name: 'A-01' }).waitFor();
    },
  },
  P3: {
    admin: async (who) => {
      const { page, t } = who;
      const { name } = await ownObject(who);
      await page.goto(`/settings/objects/${name}`);
      for (const kind of KINDS) {
        await addField(who, kind, nameOf(who, kind), async (form) => {
          if (!['单选', '多选', '级联选择'].includes(kind)) return;
          const options = form.getByPlaceholder(t('选项名称'));
          await options.first().fill('Alpha');
        });
      }
      await addField(who, '公式', `${nameOf(who, '整数')} x`, (form) => form.getByRole('textbox', { name: t.start('公式') }).fill('1 + 2'));
      await who.shot();
      await page.getByRole('tab', { name: t('校验') }).click();
    },
    wangjie: async (who) => {
      const { page, t } = who;
      const { name, label } = await ownObject(who);
      await page.goto(`/o/${name}`);
      await page.getByRole('button', { name: t('新建{{name}}', { name: label }) }).first().click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('textbox').first().fill('A-02');
      const of = (kind) => drawer.getByLabel(new RegExp(`^${nameOf(who, kind)}(?!\\d)`)).first();
      const pick = async (kind, text) => {
        await of(kind).click();
        await page.keyboard.type(text);
        await page.locator('.ant-select-dropdown:visible').getByText(text).first().click();
      };
      const typed = { 单行文本: 'abc', 多行文本: 'a\nb', 整数: '7', 小数: '1.5', 金额: '100', 百分比: '20', 日期: '2026-12-01', 日期时间: '2026-12-01 09:00', 时刻: '09:30', 电话: '13800001234', 邮箱: 'a@shop.example', 网址: 'www.shop.example', 定位: '120.13, 30.27', 身份证号: '11010519491231002X', 统一社会信用代码: '91350100M000100Y43' };
      for (const [kind, text] of Object.entries(typed)) {
        await of(kind).fill(text);
        await page.keyboard.press('Tab');
      }
      await of('富文本').click();
      await page.keyboard.type('Plan B');
      await of('评分').getByRole('radio').nth(3).check({ force: true });
      await of('是 / 否').check();
      for (const kind of ['单选', '多选']) await pick(kind, 'Alpha');
      await page.keyboard.press('Tab');
      await of('级联选择').click();
      await page.getByRole('menuitemcheckbox', { name: 'Alpha' }).first().click();
      for (const kind of ['省市区', '地址']) {
        await drawer.getByRole('combobox', { name: new RegExp(`^${nameOf(who, kind)}`) }).first().fill('呼兰区');
        await page.getByRole('menuitemcheckbox', { name: /呼兰区/ }).last().click();
      }
      const me = await who.call('GET', '/me');
      await pick('员工', me.name);
      await pick('部门', me.department.name);
      await of('标签').fill('new');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      for (const [at, file] of [{ name: 'offer.txt', mimeType: 'text/plain', buffer: Buffer.from('offer') }, { name: 'dot.png', mimeType: 'image/png', buffer: PIXEL }].entries()) {
        await drawer.locator('input[type=file]').nth(at).setInputFiles(file);
        await drawer.getByText(file.name).or(drawer.getByRole('img', { name: file.name })).first().waitFor();
      }
      await drawer.getByRole('button', { name: t.in('键入姓名') }).click();
      await drawer.getByPlaceholder(t('姓名')).fill('Wang');
      await drawer.getByRole('button', { name: t('确认签名') }).click();
      await drawer.getByRole('button', { name: t.in('重新签名') }).waitFor();
      await who.shot();
      await drawer.getByRole('button', { name: t('保存') }).click();
      await page.getByRole('tab', { selected: true }).waitFor();
      await page.getByRole('heading', { name: 'A-02', level: 1 }).waitFor();
      await who.shot();
      const region = page.getByRole('region', { name: t('详情') });
      const empty = [];
      for (const kind of KINDS) {
        const value = await region.getByRole('term').filter({ hasText: new RegExp(`^${nameOf(who, kind)}$`) }).locator('xpath=following-sibling::dd').first().innerText().catch(() => '');
        const drawn = ['评分', '附件', '图片', '手写签名'].includes(kind);
        if (!drawn && (!value.trim() || value.trim() === '—')) empty.push(kind);
      }
      assert.deepEqual(empty, []);
      await page.mouse.move(150, 700);
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(300);
    },
  },
  P4: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/objects/lead');
      await addField(who, '单行文本', who.language === 'en' ? 'Shop code' : '门店码', async (form) => {
        await form.getByRole('switch', { name: t.start('必填') }).check();
        await form.getByRole('switch', { name: t.start('格式要求') }).check().catch(() => undefined);
      });
    },
    wangjie: async (who) => {
      const { page, t } = who;
      await openList(who, 'lead');
      await page.getByRole('button', { name: t('新建{{name}}', { name: (await who.meta('lead')).label }) }).first().click();
      const drawer = page.getByRole('dialog');
      await drawer.getByRole('button', { name: t('保存') }).click();
      await drawer.getByText(t('此项必填')).nth(1).waitFor();
      await who.shot();
      await page.keyboard.press('Escape');
      const admin = who.people.admin;
      const { fields } = await admin.call('GET', '/objects/lead');
      const code = fields.find(({ label }) => ['Shop code', '门店码'].includes(label));
      await admin.call('DELETE', `/objects/lead/fields/${code.name}`);
      await page.reload();
    },
  },
  P5: {
    admin: async (who) => {
      const { page, t } = who;
      await page.goto('/settings/objects/lead?tab=form');
      const title = await who.label('lead', 'title');
      const publish = async () => {
        await button(who, '发布').click();
        await page.getByText(new RegExp(t.in('已发布').source)).first().waitFor();
      };
      await page.getByRole('button', { name: t('「{{name}}」的更多操作', { name: title }) }).click();
      await page.getByRole('menuitem', { name: t('移出表单') }).click();
      await button(who, '预览').click();
      await page.getByRole('dialog').getByRole('region', { name: t('新建表单') }).waitFor();
      await who.shot();
      await page.keyboard.press('Escape');
      await publish();
      await button(who, '历史版本').click();
      await who.shot();
      await page.getByRole('dialog').getByRole('button', { name: t('发布之前的布局') }).or(page.getByRole('dialog').getByRole('button', { name: t.start('版本 {{number}}', { number: 1 }) })).first().click();
      await button(who, '恢复并发布').click();
      await button(who, '恢复并发布').waitFor({ state: 'detached' });
    },
    wangjie: async (who) => {
      await refused(who, '/settings/objects/lead?tab=form', '没有设计这个对象的权限');
      const { id } = await ownRecord(who, 'lead');
      await openRecord(who, 'lead', id);
    },
  },
  P6: { admin: aList, wangjie: aList },
  P7: { admin: aBoard, wangjie: aBoard },
  P8: { admin: aRecord, wangjie: aRecord },
  P9: { admin: aSearch, wangjie: aSearch },
};

async function aList(who) {
  const { page, t } = who;
  await openList(who, 'lead');
  const { plural } = await who.meta('lead');
  await page.getByRole('button', { name: await who.label('lead', 'company'), exact: true }).click();
  await page.waitForURL(/sort=company/);
  await button(who, '筛选').click();
  const panel = page.getByRole('dialog', { name: t('添加条件') });
  await panel.getByRole('button', { name: await who.label('lead', 'status'), exact: true }).click();
  await panel.getByRole('checkbox').nth(1).check();
  await panel.getByRole('button', { name: t('完成') }).click();
  await who.shot();
  await button(who, '另存为').click();
  const dialog = page.getByRole('dialog', { name: t('另存为新视图') });
  await dialog.getByLabel(t.start('视图名称')).fill(`${who.login} 1`);
  await dialog.getByRole('button', { name: t('保存视图') }).click();
  await page.getByRole('group', { name: t('视图') }).getByRole('button', { name: `${who.login} 1` }).waitFor();
  const grid = page.getByRole('grid', { name: plural });
  await grid.getByRole('checkbox').nth(1).check();
  await grid.getByRole('checkbox').nth(2).check();
  const bar = page.getByRole('toolbar', { name: t('对选中记录的操作') });
  await bar.getByRole('button', { name: t('修改字段') }).click();
  await who.shot();
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: t('删除') }).click();
  await page.getByText(t('已删除 {{count}} 条记录', { count: 2 })).waitFor();
  await who.shot();
  await button(who, '撤销').click();
  await page.getByText(t.in('已撤销，{{count}} 条记录恢复原样', { count: 2 })).or(page.getByText(t.in('已恢复 {{count}} 条记录', { count: 2 }))).first().waitFor();
}

async function aBoard(who) {
  const { page, t } = who;
  await openList(who, 'opportunity');
  await button(who, '布局').click();
  const settings = page.getByRole('dialog', { name: t.in('布局设置') });
  await settings.getByRole('radio', { name: t('看板') }).check();
  await settings.getByRole('button', { name: t('完成') }).click();
  await page.locator('section[data-column]').nth(1).waitFor();
  const link = page.locator('section[data-column]').first().getByRole('link').first();
  await link.focus();
  await page.keyboard.press('Control+ArrowRight');
  await page.getByText(t.in('“{{name}}”已移到{{to}}')).first().waitFor();
  await who.shot();
  await button(who, '布局').click();
  await settings.getByRole('radio', { name: t('日历') }).check();
  await settings.getByRole('button', { name: t('完成') }).click();
  await page.waitForTimeout(500);
}

async function aRecord(who) {
  const { page, t } = who;
  await openList(who, 'lead');
  const { id } = await ownRecord(who, 'lead', 1);
  await openRecord(who, 'lead', id);
  await editInPlace(who, 'lead', 'title', who.language === 'en' ? 'Buyer' : '采购');
  const form = page.getByRole('form', { name: t('写跟进') });
  await form.getByLabel(t('内容')).fill(who.language === 'en' ? 'Called, wants a sample' : '打过电话，要样品');
  await form.getByRole('button', { name: t('保存') }).click();
  await page.getByRole('tabpanel').getByRole('listitem').getByText(/Called|打过电话/).first().waitFor();
  await who.shot();
  await page.getByRole('tab', { name: t('变更历史') }).click();
  await page.getByRole('tabpanel').getByText(/Buyer|采购/).first().waitFor();
}

async function aSearch(who) {
  const { page, t } = who;
  await openList(who, 'lead');
  const { name } = await ownRecord(who, 'lead', 2);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: t('搜索') }).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).first().waitFor();
  await who.shot();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1 }).getByText(name).waitFor();
}
