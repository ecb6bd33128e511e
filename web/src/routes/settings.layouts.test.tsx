import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page as ObjectPage } from './settings.object';

// Pages are fetched lazily, and machines that build at the same time are slow.

const serverOf = useTestServer();

function open(object = 'contact') {
  const { app } = serverOf();
  return { ...renderApp({ '/settings/objects/$object': ObjectPage }, `/settings/objects/${object}?tab=form`), app };
}

const call = (app: ReturnType<typeof open>['app'], method: string, path: string, body: unknown) =>
  app.fetch(new Request(`http://x/api/v1/objects/contact/layouts${path}`, { method, body: JSON.stringify(body) }));
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const menu = async (of: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: of }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};
const move = (field: string, section: string) => menu(`「${field}」的更多操作`, `移到「${section}」`);

describe('the designer of layouts', () => {
  it('keeps changes as a draft until they are published', async () => {
    const { app } = open();
    await move('职务', '联系方式');
    expect(screen.getByText('有未保存的修改')).toBeVisible();
    await userEvent.click(button('保存草稿'));
    expect(await screen.findByText('已发布，有草稿')).toBeVisible();
    await waitFor(() => expect(button('发布')).toBeEnabled());
    const placed = () => app.state.objects.get('contact')?.layout.sections[1]?.fields.includes('title');
    expect(placed()).toBe(false);
    await userEvent.click(button('发布'));
    await waitFor(() => expect(placed()).toBe(true));
    expect(await screen.findByText('已发布')).toBeVisible();
  });

  it('goes back and forth, also by keys', async () => {
    open();
    await move('职务', '联系方式');
    await userEvent.click(button('撤销'));
    expect(screen.queryByText('有未保存的修改')).toBeNull();
    await userEvent.click(button('重做'));
    expect(screen.getByText('有未保存的修改')).toBeVisible();
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(screen.queryByText('有未保存的修改')).toBeNull();
  });

  it('meets a colleague who saved first', async () => {
    const { app } = open();
    await move('职务', '联系方式');
    await call(app, 'PUT', '/default/draft', { related: [] });
    await userEvent.click(button('保存草稿'));
    expect(await screen.findByRole('alert')).toHaveTextContent('其他人刚刚保存过这个布局的草稿');
    await userEvent.click(button('用我的覆盖'));
    await waitFor(() => expect(screen.queryByText('有未保存的修改')).toBeNull());
    const draft = (await (await app.fetch(new Request('http://x/api/v1/objects/contact/layouts/default'))).json()) as { draft: { version: number } };
    expect(draft.draft.version).toBe(2);
  });

  it('makes a layout for a role, with a tab, and shows it before it is published', async () => {
    const { app } = open();
    await userEvent.click(await screen.findByRole('button', { name: /^正在设计：默认布局/ }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: '新建布局' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: '开始设计' }));
    expect(dialog.getByText('请填写名称')).toBeInTheDocument();
    await userEvent.type(dialog.getByLabelText('布局名称（简体中文）'), '销售版');
    await userEvent.click(dialog.getByRole('button', { name: '开始设计' }));
    expect(await screen.findByRole('button', { name: /^正在设计：销售版/ })).toBeVisible();
    expect(screen.getByText('草稿，未发布')).toBeVisible();

    await userEvent.click(screen.getByLabelText('角色'));
    await userEvent.click(await screen.findByTitle('销售'));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(button('添加标签页'));
    await move('职务', '新标签页 · 新分区');
    await userEvent.click(button('「新分区」的属性'));
    await userEvent.click(screen.getByLabelText('一栏'));
    await userEvent.click(screen.getByLabelText(/^默认收起/));
    await userEvent.click(button('发布'));
    const made = () => app.state.objects.get('contact')?.layouts?.[0];
    await waitFor(() => expect(made()?.tabs?.[0]?.sections[0]).toMatchObject({ fields: ['title'], columns: 1, collapsed: true }));
    expect(made()?.roles).toHaveLength(1);
    expect(made()?.sections.flatMap((one) => one.fields)).not.toContain('title');
  });

  it('previews the form and the record', async () => {
    open();
    await userEvent.click(await screen.findByRole('button', { name: '预览' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByRole('region', { name: '新建表单' })).toHaveTextContent('职务');
    await userEvent.click(dialog.getByLabelText('详情页'));
    expect(await dialog.findByRole('region', { name: '详情页' })).toHaveTextContent('职务');
  });

  it('goes back to an earlier version after saying what differs', async () => {
    const { app } = open();
    await call(app, 'PUT', '/default/draft', { sections: [{ labels: { 'zh-CN': '基本信息' }, fields: ['name', 'account'] }] });
    await call(app, 'POST', '/default/publish', {});
    await userEvent.click(await screen.findByRole('button', { name: '历史版本' }));
    const drawer = within(await screen.findByRole('dialog'));
    await userEvent.click(await drawer.findByRole('button', { name: /版本 1/ }));
    expect(await drawer.findByText(/^增加「职务」/)).toBeVisible();
    await userEvent.click(drawer.getByRole('button', { name: '恢复并发布' }));
    await waitFor(() => expect(app.state.objects.get('contact')?.layout.sections).toHaveLength(2));
  });

  it('does not publish what lacks a required field', async () => {
    open();
    await menu('「姓名」的更多操作', '移出表单');
    expect(screen.getByText('有必填字段不在表单中')).toBeVisible();
    await userEvent.click(button('发布'));
    expect(await screen.findByRole('alert')).toHaveTextContent('有字段未通过检查');
    expect(screen.getByText('已发布，有草稿')).toBeVisible();
  });

  it('says which fields are the key facts, in which order, and goes back to the guess', async () => {
    const { app } = open();
    const facts = within(await screen.findByRole('region', { name: '关键指标' }));
    const named = () => facts.queryAllByRole('group').map((one) => one.getAttribute('aria-label'));
    expect(named()).toEqual([]);
    await userEvent.click(facts.getByLabelText(/^自动/));
    const guess = named();
    expect(guess).toContain('负责人');
    await userEvent.click(facts.getByRole('combobox', { name: '添加字段' }));
    await userEvent.click(await screen.findByTitle('职务'));
    expect(named()).toEqual([...guess, '职务']);
    for (let at = guess.length; at > 0; at -= 1) await userEvent.click(facts.getByRole('button', { name: '上移「职务」' }));
    expect(facts.getByRole('button', { name: '上移「职务」' })).toBeDisabled();
    await userEvent.click(facts.getByRole('button', { name: '不显示「负责人」' }));
    const wanted = ['title', ...guess.filter((label) => label !== '负责人').map((label) => app.state.objects.get('contact')?.fields.find((field) => field.labels['zh-CN'] === label)?.name)];
    await userEvent.click(button('发布'));
    const live = () => app.state.objects.get('contact')?.layout.highlights;
    await waitFor(() => expect(live()).toEqual(wanted));
    expect(await screen.findByText('已发布')).toBeVisible();
    // What shows that it works goes by an animation, which jsdom hasn't.
    await userEvent.click(facts.getByLabelText(/^自动/));
    await waitFor(() => expect(button(/发布$/)).toBeEnabled());
    await userEvent.click(button(/发布$/));
    await waitFor(() => expect(live()).toBeNull());
  });

  it('takes six key facts and no more', async () => {
    open();
    const facts = within(await screen.findByRole('region', { name: '关键指标' }));
    await userEvent.click(facts.getByLabelText(/^自动/));
    const more = ['职务', '角色', '手机', '邮箱', '客户'].slice(0, 6 - facts.getAllByRole('group').length);
    for (const label of more) {
      await userEvent.click(facts.getByRole('combobox', { name: '添加字段' }));
      await userEvent.click(await screen.findByTitle(label));
    }
    expect(facts.getAllByRole('group')).toHaveLength(6);
    expect(facts.getByText('最多 6 个。先移除一个，再添加别的。')).toBeVisible();
    expect(facts.queryByRole('combobox', { name: '添加字段' })).toBeNull();
  });

  it('says which related lists are tabs, apart from the cards', async () => {
    const { app } = open('account');
    const tabs = within(await screen.findByRole('region', { name: '相关列表标签页' }));
    await userEvent.click(tabs.getByLabelText(/^与相关列表一致/));
    await userEvent.click(tabs.getByRole('button', { name: '上移「商机」' }));
    await userEvent.click(tabs.getByRole('button', { name: '不显示「联系人」' }));
    expect(tabs.getByRole('button', { name: '显示「联系人」' })).toBeVisible();
    await userEvent.click(button('发布'));
    const live = () => app.state.objects.get('account')?.layout;
    await waitFor(() => expect(live()?.related_tabs?.[0]).toBe('opportunity.account'));
    expect(live()?.related_tabs).not.toContain('contact.account');
    expect(live()?.related ?? null).toBeNull();
  });
});
