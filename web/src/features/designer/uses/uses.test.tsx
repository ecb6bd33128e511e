import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from '@/routes/settings.object';
import type { Uses } from './api';
import { groupsOf } from './groups';

const serverOf = useTestServer();
const NONE: Uses = { items: [], layouts: [], places: [], views: [], private_views: { value: 0, exact: true }, records: null };
const view = (name: string, more: Partial<Uses['views'][0]> = {}): Uses['views'][0] => ({
  id: `id-${name}`, name, kind: 'list', object: 'lead', object_label: '线索', owner: '林原', audience: 'everyone', places: ['column'], breaks: false, ...more,
});

/** Opens the designer of leads, with what the server is to tell of every field and option. */
function open(uses: Partial<Uses> | ((option: string | null) => Partial<Uses>), at = '/settings/objects/lead') {
  const { app, server } = serverOf();
  server.use(
    http.get('*/fields/:field/uses', ({ request }) => {
      const option = new URL(request.url).searchParams.get('option');
      return HttpResponse.json({ ...NONE, ...(typeof uses === 'function' ? uses(option) : uses) });
    }),
  );
  return { ...renderApp({ '/settings/objects/$object': Page }, at), app, server };
}

const dialog = async () => within(await screen.findByRole('dialog'));
const edit = async (label: string) => {
  await userEvent.click(await screen.findByRole('button', { name: label }));
  return dialog();
};

describe('where a field is used', () => {
  it('stands in one line and unfolds to the places', async () => {
    open({
      items: [
        { by: 'rule', object: 'lead', object_label: '线索', name: 'grade', label: '级别' },
        { by: 'formula', object: 'account', object_label: '客户', name: 'x_sum', label: '合计' },
        { by: 'goal', object: 'lead', object_label: '线索', name: 'g', label: '新线索' },
      ],
      views: [view('重点'), view('本月', { places: ['filter', 'sort'] })],
      private_views: { value: 1, exact: true },
    });
    const form = await edit('公司');
    const line = await form.findByText(/3 个视图、1 条规则、1 个公式、1 个目标/);
    expect(form.getByText('其他人的 1 个个人视图')).not.toBeVisible();
    await userEvent.click(line);
    expect(form.getByText('其他人的 1 个个人视图')).toBeVisible();
    expect(form.getByRole('link', { name: '本月' })).toHaveAttribute('href', '/o/lead?view=id-%E6%9C%AC%E6%9C%88');
    expect(form.getByText('筛选、排序 · 林原')).toBeVisible();
    expect(form.getByRole('link', { name: '合计' })).toHaveAttribute('href', '/settings/objects/account?field=x_sum');
    expect(form.getByText('客户')).toBeVisible();
    expect(form.getByRole('link', { name: '新线索' })).toHaveAttribute('href', '/settings/goals');
    // What is typed here stays: the places open beside.
    expect(form.getByRole('link', { name: '级别' })).toHaveAttribute('target', '_blank');
  });

  it('says so when it is nowhere, and when that is not known', async () => {
    const { server } = open({}, '/settings/objects/lead?field=company');
    let form = await dialog();
    expect(await form.findByText('还没有地方用到它')).toBeVisible();
    await userEvent.click(form.getByRole('button', { name: /取\s?消/ }));
    server.use(http.get('*/fields/:field/uses', () => HttpResponse.json({ title: 'x', status: 503, code: 'busy' }, { status: 503 })));
    form = await edit('手机');
    expect(await form.findByText(/查不到它用在哪里/)).toBeVisible();
    expect(form.getByLabelText('字段名称（简体中文）')).toBeEnabled();
    expect(form.getByRole('button', { name: '重试' })).toBeVisible();
  });
});

it('leads whoever designs one object to no page of administrators', () => {
  const items: Uses['items'] = [
    { by: 'goal', object: 'lead', object_label: '线索', name: 'g', label: '新线索' },
    { by: 'sharing_rule', object: 'lead', object_label: '线索', name: 's', label: '华东' },
    { by: 'check', object: 'lead', object_label: '线索', name: '', label: '预算' },
  ];
  const said = ((key: string) => key) as never;
  const ways = (admin: boolean) => groupsOf(said, { ...NONE, items, places: ['rights'] }, 'lead', admin).flatMap(({ uses }) => uses.map(({ to }) => to?.path));
  expect(ways(false)).toEqual(['/settings/objects/$object', undefined, undefined, undefined]);
  expect(ways(true)).toEqual(['/settings/objects/$object', '/settings/sharing', '/settings/goals', '/settings/roles']);
});

describe('before a change is saved', () => {
  it('tells who holds and asks for an option that is retired, with the way back', async () => {
    open((option) => (option ? { records: { value: 1000, exact: false }, views: [view('a'), view('b')] } : {}));
    const form = await edit('来源');
    const [more] = await form.findAllByRole('button', { name: /^「.+」的更多操作$/ });
    await userEvent.click(more as HTMLElement);
    await userEvent.click(await screen.findByRole('menuitem', { name: '停用' }));
    expect(await form.findByText('1,000+ 条记录、2 个视图用到它；停用后不能再选，已有的值保留。')).toBeVisible();
    await userEvent.click(form.getByRole('button', { name: '撤销' }));
    expect(form.queryByText(/用到它；停用后/)).toBeNull();
    await userEvent.click(more as HTMLElement);
    expect(await screen.findByRole('menuitem', { name: '停用' })).toBeVisible();
  });

  it('counts the records without a value when a field becomes required', async () => {
    const { app } = open({});
    const empty = [...(app.state.records.get('lead')?.values() ?? [])].filter((record) => !record.deleted_at && record.company == null).length;
    const form = await edit('公司');
    await userEvent.click(form.getByRole('switch', { name: /必填/ }));
    const hint = empty ? new RegExp(`现有 ${empty} 条没有值：不受影响`) : '现有记录都已有值。';
    expect(await form.findByText(hint)).toBeVisible();
  });

  it('says what keeps a field from becoming sensitive', async () => {
    open({ items: [{ by: 'rule', object: 'lead', object_label: '线索', name: 'grade', label: '级别' }] });
    const form = await edit('公司');
    await userEvent.click(form.getByRole('switch', { name: /敏感字段/ }));
    const told = within(await form.findByRole('alert'));
    expect(told.getByText(/请先修改它们/)).toBeVisible();
    expect(told.getByRole('link', { name: '级别' })).toBeVisible();
  });

  it('tells who keeps a field from going, and what would lose it', async () => {
    const uses = { items: [] as Uses['items'], views: [view('看板', { kind: 'board', places: ['group'], breaks: true }), view('名单')], places: ['list' as const] };
    const { app } = serverOf();
    await app.fetch(new Request('http://x/api/v1/objects/lead/fields', { method: 'POST', body: JSON.stringify({ name: 'size', kind: 'text', labels: { 'zh-CN': '规模' } }) }));
    open(() => uses);
    const ask = async () => {
      await userEvent.click(await screen.findByRole('button', { name: '「规模」的更多操作' }));
      await userEvent.click(await screen.findByRole('menuitem', { name: '删除' }));
      return dialog();
    };
    let asked = await ask();
    expect(await asked.findByRole('link', { name: '看板' })).toBeInTheDocument();
    expect(asked.getAllByText('删除后需要重新设置')).toHaveLength(1);
    expect(asked.getByRole('link', { name: '列表列' })).toHaveAttribute('href', '/settings/objects/lead?tab=columns');
    expect(asked.getByRole('button', { name: '删除字段' })).toBeEnabled();
    await userEvent.click(asked.getByRole('button', { name: /取\s?消/ }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    uses.items = [{ by: 'goal', object: 'lead', object_label: '线索', name: 'g', label: '新线索' }];
    asked = await ask();
    expect(await asked.findByText('以下内容用到它，请先修改它们：')).toBeInTheDocument();
    expect(asked.getByRole('link', { name: '新线索' })).toBeInTheDocument();
    expect(asked.getByRole('button', { name: '删除字段' })).toBeDisabled();
  });
});
