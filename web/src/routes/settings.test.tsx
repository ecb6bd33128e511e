import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page as CompanyPage } from './settings.company';
import { Page as ObjectPage } from './settings.object';
import { Page as ObjectsPage } from './settings.objects';
import { Page as ProfilePage } from './settings.profile';
import { Page as RolesPage } from './settings.roles';
import { Page as TokensPage } from './settings.tokens';
import { Page as UsersPage } from './settings.users';

// Pages are fetched lazily, and machines that build at the same time are slow.

const serverOf = useTestServer();
const pages = {
  '/settings/objects': ObjectsPage,
  '/settings/objects/$object': ObjectPage,
  '/settings/users': UsersPage,
  '/settings/company': CompanyPage,
  '/settings/roles': RolesPage,
  '/settings/tokens': TokensPage,
  '/settings/profile': ProfilePage,
};

function open(at: string) {
  const { app, server } = serverOf();
  return { ...renderApp(pages, at), app, server };
}

const drawer = async () => within(await screen.findByRole('dialog'));

describe('the field designer', () => {
  it('adds a choice after its faults are mended', async () => {
    const { app } = open('/settings/objects/lead');
    await userEvent.click(await screen.findByRole('button', { name: '添加字段' }));
    await userEvent.click(await (await drawer()).findByRole('button', { name: /从固定选项中选一个/ }));
    const form = await drawer();
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    expect(form.getByText('请填写名称')).toBeVisible();
    expect(form.getByText('至少要有一个选项')).toBeVisible();
    await userEvent.type(form.getByLabelText('字段名称（English）'), 'Team size');
    await userEvent.type(form.getByLabelText('选项 1（简体中文）'), '小');
    await userEvent.type(form.getByLabelText('选项 2（简体中文）'), '大');
    await userEvent.click(form.getByRole('button', { name: '「大」的结束方式: 进行中' }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: '未成结束' }));
    expect(form.getByRole('button', { name: '「大」的结束方式: 未成结束' })).toBeVisible();
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    const options = [{ outcome: 'open' }, { outcome: 'failure' }];
    await waitFor(() => expect(app.state.objects.get('lead')?.fields.find((one) => one.name === 'x_team_size')).toMatchObject({ kind: 'choice', options }));
    expect(await screen.findByRole('button', { name: 'Team size' })).toBeVisible();
  });

  it('says that another administrator has just added the same field', async () => {
    const { server } = open('/settings/objects/lead');
    server.use(http.post('*/fields', () => HttpResponse.json({ title: 'x', status: 409, code: 'field_exists', detail: '已有同名字段。', errors: [{ field: 'name', code: 'field_exists', message: '已有同名字段' }] }, { status: 409 })));
    await userEvent.click(await screen.findByRole('button', { name: '添加字段' }));
    await userEvent.click(await (await drawer()).findByRole('button', { name: /名称、编号等短内容/ }));
    const form = await drawer();
    await userEvent.type(await form.findByLabelText('字段名称（简体中文）'), '规模');
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    expect(await form.findByText(/可能是其他人刚刚添加的/)).toBeVisible();
    expect(form.getByLabelText('接口名')).toHaveAccessibleDescription('已有同名字段');
    expect(form.getByLabelText('字段名称（简体中文）')).toHaveValue('规模');
  });

  it('deletes own fields only, after saying what goes', async () => {
    const { app } = serverOf();
    await app.fetch(new Request('http://x/api/v1/objects/lead/fields', { method: 'POST', body: JSON.stringify({ name: 'size', kind: 'text', labels: { 'zh-CN': '规模' } }) }));
    open('/settings/objects/lead');
    await userEvent.click(await screen.findByRole('button', { name: '「手机」的更多操作' }));
    expect(screen.queryByRole('menuitem', { name: '删除' })).toBeNull();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: '「规模」的更多操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '删除' }));
    const dialog = await drawer();
    expect(await dialog.findByRole('link', { name: '默认布局' })).toHaveAttribute('href', '/settings/objects/lead?tab=form&layout=default');
    await userEvent.click(dialog.getByRole('button', { name: '删除字段' }));
    await waitFor(() => expect(app.state.objects.get('lead')?.fields.some((one) => one.name === 'x_size')).toBe(false));
  });

  it('asks before unsaved changes are left behind', async () => {
    const { href } = open('/settings/objects/contact?tab=form');
    await userEvent.click(await screen.findByRole('button', { name: '「职务」的更多操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '移到「联系方式」' }));
    await userEvent.click(screen.getByRole('tab', { name: '列表列' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '留在这里' }));
    expect(screen.getByText('有未保存的修改')).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: '列表列' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '放弃修改' }));
    await waitFor(() => expect(href()).toContain('tab=columns'));
  });

  it('makes an object with a name from its English label', async () => {
    const { app, href } = open('/settings/objects');
    await userEvent.click(await screen.findByRole('button', { name: '新建对象' }));
    const form = await drawer();
    await userEvent.click(form.getByRole('button', { name: '创建对象' }));
    expect(form.getByText('请填写名称')).toBeVisible();
    await userEvent.type(form.getByLabelText('名称（简体中文）'), '门店');
    await userEvent.type(form.getByLabelText('名称（English）'), 'Branch');
    await userEvent.click(form.getByRole('button', { name: '创建对象' }));
    await waitFor(() => expect(href()).toBe('/settings/objects/x_branch'));
    expect(app.state.objects.get('x_branch')).toMatchObject({ labels: { 'zh-CN': '门店', en: 'Branch' }, plurals: { en: 'Branches' } });
  });

  it('says which choice holds the stages', async () => {
    const { app } = open('/settings/objects/lead?tab=basics');
    await userEvent.click(await screen.findByLabelText(/^阶段字段/));
    await userEvent.click(await screen.findByTitle('来源'));
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(app.state.objects.get('lead')).toMatchObject({ stage_field: 'source', list_columns: expect.arrayContaining(['source']) }));
  });
});

describe('people', () => {
  it('adds one, shows the password once, and names what the server refuses', async () => {
    open('/settings/users');
    await userEvent.click(await screen.findByRole('button', { name: '添加员工' }));
    const form = await drawer();
    await userEvent.type(form.getByLabelText(/^姓名/), '钱多多');
    await userEvent.type(form.getByLabelText(/^登录名/), 'zhao');
    await userEvent.click(form.getByRole('button', { name: '随机生成' }));
    await userEvent.click(form.getByLabelText(/^角色/));
    await userEvent.click(await screen.findByTitle('市场'));
    await userEvent.click(form.getByRole('button', { name: /添加$/ }));
    expect(await form.findByText('该登录名已被使用')).toBeVisible();
    await userEvent.type(form.getByLabelText(/^登录名/), '2');
    await userEvent.click(form.getByRole('button', { name: /添加$/ }));
    expect(await screen.findByText('「钱多多」的密码')).toBeInTheDocument();
    expect(screen.getByText(/^[A-Z][a-z]{4}-\d{4}-[a-z]{4}$/)).toBeInTheDocument();
  });

  it('unlocks and deactivates with a way back, but never oneself', async () => {
    const { app } = open('/settings/users');
    const find = (login: string) => [...(app.state.records.get('user')?.values() ?? [])].find((one) => one.login === login);
    await userEvent.click(await screen.findByRole('button', { name: '「徐静」的更多操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '解除锁定' }));
    await waitFor(() => expect(find('xu')?.locked).toBe(false));
    await userEvent.click(screen.getByRole('button', { name: '「林涛」的更多操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '停用' }));
    await waitFor(() => expect(find('lin')?.active).toBe(false));
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(find('lin')?.active).toBe(true));
    await userEvent.click(screen.getByRole('button', { name: '「王思远」的更多操作' }));
    expect(await screen.findByRole('menuitem', { name: '不能停用自己' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('keeps the filter in the address', async () => {
    const { href } = open('/settings/users?state=locked');
    expect(await screen.findByRole('button', { name: '徐静' })).toBeVisible();
    expect(screen.queryByRole('button', { name: '林涛' })).toBeNull();
    await userEvent.type(screen.getByLabelText('搜索姓名、登录名或电话'), 'nobody');
    await waitFor(() => expect(href()).toContain('q=nobody'));
    await userEvent.click(await screen.findByRole('button', { name: '清除筛选' }));
    expect(await screen.findByRole('button', { name: '林涛' })).toBeVisible();
  });
});

describe('roles', () => {
  it('changes one cell and saves only after that', async () => {
    const { app } = open('/settings/roles');
    await userEvent.click(await screen.findByRole('button', { name: /^销售\d/ }));
    expect(screen.queryByRole('button', { name: '保存' })).toBeNull();
    await userEvent.selectOptions(await screen.findByLabelText('线索: 查看'), 'all');
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    const role = () => [...(app.state.records.get('role')?.values() ?? [])].find((one) => one.name === '销售');
    await waitFor(() => expect(role()).toMatchObject({ grants: { lead: { read: 'all', edit: 'own' } } }));
    await waitFor(() => expect(screen.queryByRole('button', { name: '保存' })).toBeNull());
  });

  it('does not offer to limit administrators', async () => {
    open('/settings/roles');
    await userEvent.click(await screen.findByRole('button', { name: /^系统管理员/ }));
    expect(await screen.findByText('管理员拥有全部权限')).toBeVisible();
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('tokens and profile', () => {
  it('shows a token once and revokes it after asking', async () => {
    open('/settings/tokens');
    await userEvent.click(await screen.findByRole('button', { name: '新建令牌' }));
    await userEvent.type(await screen.findByLabelText(/^用途/), '官网表单');
    await userEvent.click(screen.getByRole('button', { name: '创建' }));
    expect(await screen.findByText(/^shk_/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '完成' }));
    expect(await screen.findByText(/全部权限/)).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: '撤销令牌「官网表单」' }));
    await userEvent.click(within(await screen.findByRole('dialog', { name: /撤销令牌/ })).getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('还没有访问令牌')).toBeVisible();
  });

  it('makes a token that may only do what was chosen', async () => {
    const { app } = open('/settings/tokens');
    await userEvent.click(await screen.findByRole('button', { name: '新建令牌' }));
    const dialog = await screen.findByRole('dialog', { name: '新建令牌' });
    await userEvent.type(within(dialog).getByLabelText(/^用途/), 'ERP');
    const choose = async (label: string, option: string) => {
      await userEvent.click(within(dialog).getByLabelText(label));
      await userEvent.click((await screen.findAllByText(option, { selector: '.ant-select-item-option-content' })).at(-1)!);
    };
    await choose('权限范围', '按对象选择');
    await userEvent.click(within(dialog).getByRole('button', { name: '创建' }));
    expect(await within(dialog).findByText('请至少选择一个对象')).toBeInTheDocument();
    await choose('可以读和写', '线索');
    await userEvent.click(within(dialog).getByRole('button', { name: '创建' }));
    expect(await screen.findByText(/^shk_/)).toBeInTheDocument();
    expect((app.state.tokens as unknown as { scopes: string[] }[]).at(-1)?.scopes).toEqual(['lead:write']);
    await userEvent.click(screen.getByRole('button', { name: '完成' }));
    expect(await screen.findByText(/读写线索/)).toBeInTheDocument();
  });

  it('checks the new password here and the old one at the server', async () => {
    open('/settings/profile');
    await userEvent.type(await screen.findByLabelText('原密码'), 'not-it');
    await userEvent.type(screen.getByLabelText('新密码'), 'short');
    await userEvent.click(screen.getByRole('button', { name: '修改密码' }));
    expect(screen.getByText('密码至少 8 位')).toBeVisible();
    await userEvent.type(screen.getByLabelText('新密码'), '-but-longer');
    await userEvent.click(screen.getByRole('button', { name: '修改密码' }));
    expect(screen.getByText('两次输入的新密码不一致')).toBeVisible();
    await userEvent.type(screen.getByLabelText('再次输入新密码'), 'short-but-longer');
    await userEvent.click(screen.getByRole('button', { name: '修改密码' }));
    expect(await screen.findByText('原密码不正确')).toBeVisible();
  });
});

describe('computed fields', () => {
  it('writes a formula with its mistakes shown while typing, and keeps api names', async () => {
    const { app } = open('/settings/objects/opportunity');
    await userEvent.click(await screen.findByRole('button', { name: '添加字段' }));
    await userEvent.click(await (await drawer()).findByRole('button', { name: /由本记录和关联记录的字段计算/ }));
    const form = await drawer();
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    expect(form.getByText('请写出公式')).toBeVisible();
    await userEvent.type(form.getByLabelText('字段名称（English）'), 'Expected');
    const area = form.getByRole('textbox', { name: /公式/ });
    await userEvent.type(area, '金额 * 赢绿');
    expect(await form.findByText(/没有叫“赢绿”的字段/)).toBeVisible();
    await userEvent.clear(area);
    await userEvent.type(area, '金额 * ');
    await userEvent.click(form.getByRole('button', { name: '插入字段' }));
    await userEvent.click(await screen.findByRole('button', { name: /赢率\s*probability/ }));
    expect(area).toHaveValue('金额 * 赢率');
    expect(await form.findByText('amount * probability')).toBeVisible();
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    await waitFor(() =>
      expect(app.state.objects.get('opportunity')?.fields.find((one) => one.name === 'x_expected')).toMatchObject({
        read_only: true,
        computed: { by: 'formula', formula: 'amount * probability' },
      }),
    );
  });

  it('sums up related records and says who uses a field before it goes', async () => {
    const { app } = open('/settings/objects/account');
    await userEvent.click(await screen.findByRole('button', { name: '添加字段' }));
    await userEvent.click(await (await drawer()).findByRole('button', { name: /对下级记录计数/ }));
    const form = await drawer();
    await userEvent.type(form.getByLabelText('字段名称（English）'), 'Deals');
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    expect(form.getByText('请选择要汇总的记录')).toBeVisible();
    await userEvent.click(form.getByRole('combobox', { name: /汇总哪些记录/ }));
    await userEvent.click(await screen.findByTitle('商机'));
    await userEvent.click(form.getByRole('button', { name: /添加字段$/ }));
    await waitFor(() =>
      expect(app.state.objects.get('account')?.fields.find((one) => one.name === 'x_deals')).toMatchObject({
        kind: 'integer',
        computed: { by: 'rollup', object: 'opportunity', via: 'account', fn: 'count' },
      }),
    );
    await app.fetch(new Request('http://x/api/v1/objects/account/fields', { method: 'POST', body: JSON.stringify({ name: 'twice', kind: 'formula', formula: 'x_deals * 2', labels: { 'zh-CN': '两倍' } }) }));
    await userEvent.click(await screen.findByRole('button', { name: '「Deals」的更多操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '删除' }));
    const dialog = await drawer();
    expect(await dialog.findByText(/两倍/)).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: '删除字段' })).toBeDisabled();
  });
});

describe('the sample', () => {
  it('is told of with its records and people, and taken away after a question', async () => {
    const { href } = open('/settings/company');
    const sample = within(await screen.findByRole('region', { name: '示例数据' }));
    expect(sample.getByText('示例记录：线索 30 条和客户 8 条。')).toBeInTheDocument();
    await userEvent.click(sample.getByRole('button', { name: '清除示例数据…' }));
    const dialog = within(await screen.findByRole('dialog', { name: '清除示例数据？' }));
    expect(dialog.getByText(/^38 条示例记录移到回收站/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: /清\s?除/ }));
    await waitFor(() => expect(href()).toBe('/tasks'));
  });
});
