import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '@/api/client';
import { Page as Own } from '@/routes/goals';
import { Page as Home } from '@/routes/home';
import { Page as Goal } from '@/routes/settings.goal';
import { Page as Settings } from '@/routes/settings.goals';
import { renderApp, useTestServer } from '@/test/app';

const server = useTestServer();
const pages = { '/': Home, '/goals': Own, '/settings/goals': Settings, '/settings/goals/$goal': Goal };

interface Kept {
  id: string;
  name: string;
  measure: string;
  cycle: string;
  ended_on: string | null;
  deleted: boolean;
  version: number;
  targets: Map<string, string>;
}
const kept = () => [...((server().app.state as unknown as { goals?: Map<string, Kept> }).goals?.values() ?? [])];
const record = (object: string, name: string) => [...(server().app.state.records.get(object)?.values() ?? [])].find((one) => one.name === name || one.login === name)?.id ?? '';

async function make(body: object = {}) {
  server();
  return api.post<{ id: string }>('/company/goals', { name: '新线索', object: 'lead', measure: 'count', field: null, date: 'created_at', filter: null, cycle: 'month', ...body });
}
const give = (id: string, all: [string | null, string, string][]) => api.patch(`/company/goals/${id}/targets`, { items: all.map(([whose, starts_on, amount]) => ({ whose, starts_on, amount })) });

beforeEach(() => localStorage.clear());

describe('goals of oneself and of whom one leads', () => {
  it('say that there are none, and lead an administrator to where they are set', async () => {
    server();
    renderApp(pages, '/goals');
    expect(await screen.findByText('这一期没有您的目标')).toBeVisible();
    expect(screen.getByRole('link', { name: '设置目标' })).toHaveAttribute('href', '/settings/goals');
  });

  it('show bars and a ranking, each number with its records, period by period', async () => {
    const { id } = await make();
    const [admin, east] = [record('user', 'admin'), record('department', '华东销售部')];
    await give(id, [[null, '2026-11-01', '1000'], [east, '2026-11-01', '10'], [admin, '2026-11-01', '4'], [record('user', 'chen'), '2026-11-01', '5'], [admin, '2026-10-01', '7']]);
    const { href } = renderApp(pages, '/goals');
    const goal = await screen.findByRole('region', { name: '新线索' });
    expect(goal).toHaveTextContent('已过 20/30 天');
    expect(within(goal).getByText('我的')).toBeVisible();
    const table = within(goal).getByRole('table', { name: '新线索排名' });
    expect(within(table).getByRole('rowheader', { name: /^公司/ })).toBeVisible();
    expect(within(table).getByRole('rowheader', { name: /^华东销售部/ })).toBeVisible();
    const link = within(table).getAllByRole('link')[0] as HTMLAnchorElement;
    expect(link).toHaveAccessibleName(/^公司已完成 \d+，查看记录$/);
    const search = new URL(link.href).searchParams;
    expect(JSON.parse(search.get('filter') ?? '')).toEqual({ and: [{ field: 'created_at', op: 'between', value: ['2026-11-01', '2026-11-30'] }] });

    await userEvent.click(screen.getByRole('button', { name: '上个月' }));
    await waitFor(() => expect(href()).toBe('/goals?date=2026-10-01'));
    await waitFor(() => expect(within(screen.getByRole('region', { name: '新线索' })).queryByRole('table')).not.toBeInTheDocument());
    await userEvent.click(screen.getByRole('button', { name: /^本\s?月$/ }));
    await waitFor(() => expect(href()).toBe('/goals'));
  });

  it('take no place on a workbench where there are none, unless they were given one', async () => {
    server();
    renderApp(pages, '/');
    await screen.findByRole('region', { name: '最近打开' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(screen.queryByRole('region', { name: '目标' })).not.toBeInTheDocument();
    await api.patch('/me/preferences', { workbench: [{ kind: 'goals' }] });
    renderApp(pages, '/');
    expect(await screen.findByText('这一期还没有您的目标。')).toBeVisible();
  });

  it('stand on the workbench, what one leads first', async () => {
    const { id } = await make();
    await give(id, [[record('user', 'admin'), '2026-11-01', '4'], [record('department', '华东销售部'), '2026-11-01', '10']]);
    renderApp(pages, '/');
    const card = await screen.findByRole('region', { name: '目标' });
    const links = within(card).getAllByRole('link', { name: /新线索/ });
    expect(links.map((link) => link.textContent)).toEqual([expect.stringMatching(/^新线索 · 华东销售部/), expect.stringMatching(/^新线索 · 我/)]);
    expect(links[0]).toHaveAttribute('href', '/goals');
  });
});

describe('goals of a company', () => {
  it('are made, changed, ended, deleted and brought back', async () => {
    server();
    renderApp(pages, '/settings/goals');
    await userEvent.click(await screen.findByRole('button', { name: '新建目标' }));
    const form = within(await screen.findByRole('dialog', { name: '新建目标' }));
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    expect(await form.findByText('请填写名称')).toBeInTheDocument();
    await userEvent.type(form.getByLabelText(/^名称/), '签约额');
    await userEvent.click(form.getByRole('radio', { name: '每季度' }));
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    const row = (await screen.findByText('签约额')).closest('li') as HTMLElement;
    expect(kept()[0]).toMatchObject({ cycle: 'quarter', measure: 'sum', ended_on: null });
    expect(row).toHaveTextContent('每季度');
    expect(row).toHaveTextContent('进行中');

    await userEvent.click(within(row).getByRole('button', { name: '修改目标「签约额」' }));
    const again = within(await screen.findByRole('dialog', { name: '修改目标' }));
    expect(again.queryByRole('radio', { name: '每季度' })).not.toBeInTheDocument();
    await userEvent.click(again.getByRole('radio', { name: '数量' }));
    await userEvent.click(again.getByRole('button', { name: /保\s?存/ }));
    await waitFor(() => expect(kept()[0]).toMatchObject({ measure: 'count', field: null }));

    await userEvent.click(await within(row).findByRole('button', { name: '结束目标「签约额」' }));
    expect(await within(row).findByText('已结束')).toBeVisible();
    await userEvent.click(within(row).getByRole('button', { name: '恢复目标「签约额」' }));
    await waitFor(() => expect(kept()[0]?.ended_on).toBeNull());
    await userEvent.click(within(row).getByRole('button', { name: '删除目标「签约额」' }));
    expect(await screen.findByText('还没有目标')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('签约额')).toBeVisible();
    expect(kept()[0]?.deleted).toBe(false);
  });

  it('have amounts that are typed, pasted, filled, checked and saved together', async () => {
    const { id } = await make();
    const [east, admin] = [record('department', '华东销售部'), record('user', 'admin')];
    renderApp(pages, `/settings/goals/${id}?year=2026`);
    const cell = (name: string) => screen.getByRole('textbox', { name });
    await screen.findByRole('table', { name: '「新线索」的目标值' });
    expect(screen.getByRole('button', { name: /保\s?存/ })).toBeDisabled();
    await userEvent.type(cell('公司，1月'), 'x');
    await userEvent.click(screen.getByRole('button', { name: '保存 1 处' }));
    expect(await screen.findByText('有 1 处不是有效的数字，请修改后再保存。')).toBeVisible();
    expect(cell('公司，1月')).toHaveAttribute('aria-invalid', 'true');
    await userEvent.clear(cell('公司，1月'));
    await userEvent.click(cell('公司，1月'));
    await userEvent.paste('1,200\t30\n');
    expect(cell('公司，2月')).toHaveValue('30');
    await userEvent.type(cell('华东销售部，1月'), '5{ArrowUp}{Enter}');
    await userEvent.click(screen.getByRole('button', { name: '「华东销售部」每期相同，以第一个为准' }));
    expect(cell('华东销售部，12月')).toHaveValue('5');
    expect(screen.getAllByText('下级 5').length).toBeGreaterThan(0);

    // Somebody else changes the goal in between: what was typed stays.
    await api.patch(`/company/goals/${id}`, { name: '线索数' });
    await userEvent.click(screen.getByRole('button', { name: '保存 14 处' }));
    expect(await screen.findByText(/别人刚刚改过这个目标/)).toBeVisible();
    await screen.findByRole('heading', { name: '线索数' });
    await userEvent.click(await screen.findByRole('button', { name: /保存 14 处/ }));
    await waitFor(() => expect(kept()[0]?.targets.size).toBe(14));
    const { targets } = kept()[0] as Kept;
    expect([targets.get('@2026-01-01'), targets.get(`${east}@2026-12-01`), targets.get(`${admin}@2026-01-01`)]).toEqual(['1200', '5', undefined]);
    await screen.findByText('已保存 14 处目标值');
    expect(screen.getByRole('button', { name: /保\s?存/ })).toBeDisabled();
  });
});
