import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import type { MockApp } from '../../mock-server/app.mjs';
import { Page } from './list';

const width = vi.hoisted(() => ({ phone: false }));
vi.mock('@/ui/media', async (original) => ({ ...(await original<object>()), useIsPhone: () => width.phone, useIsNarrow: () => width.phone }));

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

beforeEach(() => {
  localStorage.clear();
  width.phone = false;
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 2400 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

const leads = (app: MockApp) => [...(app.state.records.get('lead')?.values() ?? [])].filter((lead) => !lead.deleted_at);
const having = (app: MockApp, field: string, value: unknown) => leads(app).filter((lead) => (lead[field] ?? null) === value);

const grid = () => screen.findByRole('treegrid', { name: '线索' });
const lines = async () => [...(await grid()).querySelectorAll<HTMLElement>('[role=row][aria-level]')];
const isHead = (row: HTMLElement) => row.getAttribute('aria-level') === '1';
const heads = async () => (await lines()).filter(isHead);
const head = (name: string) =>
  waitFor(async () => {
    const found = (await heads()).find((row) => row.textContent?.includes(name));
    if (!found) throw new Error(`no group ${name}`);
    return found;
  });
/** The rows below a head, up to the next one. */
async function below(name: string): Promise<HTMLElement[]> {
  const own = await head(name);
  const all = await lines();
  const rest = all.slice(all.indexOf(own) + 1);
  const end = rest.findIndex(isHead);
  return end < 0 ? rest : rest.slice(0, end);
}

describe('a grouped list', () => {
  it('has heads with count and sum, and rows below them, as the address says', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead?group=status&sum=budget');
    const own = having(app, 'status', 'new');
    const fresh = await head('新线索');
    expect(fresh).toHaveAttribute('aria-expanded', 'true');
    expect(await within(fresh).findByText(`${own.length} 条`)).toBeInTheDocument();
    expect(await within(fresh).findByText('预算合计')).toBeInTheDocument();
    expect(await below('新线索')).toHaveLength(own.length);
    expect(screen.getByRole('columnheader', { name: '公司' })).toBeInTheDocument();
    expect(await screen.findByText('共 30 条')).toBeInTheDocument();
  });

  it('shows rows before anything is counted', async () => {
    const { app, server: net } = server();
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    net.use(
      http.post('*/api/v1/records/lead/query', async ({ request }) => {
        const body = (await request.clone().json()) as { measures?: unknown };
        if (body.measures) await held;
        return app.fetch(request.clone());
      }),
    );
    renderApp(pages, '/o/lead?group=status');
    const fresh = await head('新线索');
    expect((await below('新线索')).length).toBeGreaterThan(0);
    expect(within(fresh).queryByText(/条$/)).not.toBeInTheDocument();
    release();
    expect(await within(fresh).findByText(/条$/)).toBeInTheDocument();
  });

  it('opens and closes by keys, and goes from a row back to its head', async () => {
    server();
    renderApp(pages, '/o/lead?group=status');
    const fresh = await head('新线索');
    const count = (await below('新线索')).length;
    fresh.focus();
    fireEvent.keyDown(fresh, { key: 'ArrowLeft' });
    await waitFor(() => expect(fresh).toHaveAttribute('aria-expanded', 'false'));
    expect(await below('新线索')).toHaveLength(0);
    fireEvent.keyDown(fresh, { key: 'ArrowRight' });
    await waitFor(async () => expect(await below('新线索')).toHaveLength(count));
    fireEvent.keyDown(fresh, { key: ' ' });
    await waitFor(() => expect(fresh).toHaveAttribute('aria-expanded', 'false'));
    fireEvent.keyDown(fresh, { key: 'Enter' });
    await waitFor(() => expect(fresh).toHaveAttribute('aria-expanded', 'true'));
    fireEvent.keyDown(fresh, { key: 'ArrowDown' });
    const cell = await waitFor(() => {
      expect(document.activeElement).toHaveAttribute('role', 'gridcell');
      return document.activeElement as HTMLElement;
    });
    fireEvent.keyDown(cell, { key: 'ArrowLeft' });
    await waitFor(() => expect(fresh).toHaveFocus());
  });

  it('reads people first from what was counted, further groups when they are opened, and says when it could not', async () => {
    const { app, server: net } = server();
    const owners = new Set(leads(app).map((lead) => lead.owner));
    renderApp(pages, '/o/lead?group=owner');
    await grid();
    await waitFor(async () => expect(await heads()).toHaveLength(owners.size));
    expect((await heads()).slice(0, 3).every((row) => row.getAttribute('aria-expanded') === 'true')).toBe(true);
    const last = (await heads()).at(-1) as HTMLElement;
    expect(last).toHaveAttribute('aria-expanded', owners.size > 3 ? 'false' : 'true');
    if (owners.size <= 3) throw new Error('too few owners to tell anything');
    net.use(http.post('*/api/v1/records/lead/query', () => HttpResponse.json({ title: 'x', status: 503, code: 'unavailable' }, { status: 503 }), { once: true }));
    await userEvent.click(last);
    const again = await screen.findByText('没能加载，点击重试');
    await userEvent.click(again);
    await waitFor(() => expect(screen.queryByText('没能加载，点击重试')).not.toBeInTheDocument());
    const all = await lines();
    expect(all.length).toBeGreaterThan(all.indexOf(last) + 1);
  });

  it('shows more of a group on request', async () => {
    const { app } = server();
    for (let at = 0; at < 30; at++) {
      await app.fetch(new Request('http://x/api/v1/records/lead', { method: 'POST', body: JSON.stringify({ name: `新来${at}`, status: 'new' }) }));
    }
    const count = having(app, 'status', 'new').length;
    renderApp(pages, '/o/lead?group=status');
    await head('新线索');
    expect(await below('新线索')).toHaveLength(21);
    const more = (await screen.findByText(`显示更多（还有 ${count - 20} 条）`)).closest('[data-at]') as HTMLElement;
    more.focus();
    await waitFor(() => expect(more).toHaveAttribute('tabindex', '0'));
    fireEvent.keyDown(more, { key: 'Enter' });
    await waitFor(async () => expect(await below('新线索')).toHaveLength(count));
    // The focus stays at the row above those that have come.
    expect((await below('新线索'))[19]).toContainElement(document.activeElement as HTMLElement);
  });

  it('takes a row whose value is edited to its group, and counts again', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead?group=status&filter=' + encodeURIComponent(JSON.stringify({ field: 'status', op: 'in', value: ['new', 'following'] })));
    const [first] = await below('新线索');
    const name = within(first as HTMLElement).getByRole('link').textContent as string;
    const count = having(app, 'status', 'new').length;
    const column = screen.getAllByRole('columnheader').findIndex((one) => one.textContent === '状态');
    const cell = within(first as HTMLElement).getAllByRole('gridcell')[column] as HTMLElement;
    await userEvent.dblClick(cell);
    const option = await waitFor(() => {
      const found = [...document.querySelectorAll<HTMLElement>('.ant-select-item-option')].find((one) => one.textContent === '跟进中');
      if (!found) throw new Error('no option yet');
      return found;
    });
    await userEvent.click(option);
    await waitFor(async () => expect((await below('跟进中')).some((row) => within(row).queryByRole('link', { name }))).toBe(true));
    expect(await within(await head('新线索')).findByText(`${count - 1} 条`)).toBeInTheDocument();
  });

  it('selects rows of open groups, for all that one does in bulk', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead?group=status');
    const [first] = await below('新线索');
    await userEvent.click(within(first as HTMLElement).getByRole('checkbox'));
    await userEvent.click(within(await screen.findByRole('toolbar')).getByRole('button', { name: '删除' }));
    await waitFor(() => expect(leads(app)).toHaveLength(29));
    expect(await screen.findByText('共 29 条')).toBeInTheDocument();
  });

  it('is chosen in the toolbar, saved with a view, and undone', async () => {
    const { app } = server();
    const { href } = renderApp(pages, '/o/lead');
    await screen.findByRole('grid', { name: '线索' });
    await userEvent.click(screen.getByRole('button', { name: '分组' }));
    await userEvent.click(await within(await screen.findByRole('dialog', { name: '分组' })).findByRole('button', { name: '状态' }));
    await head('新线索');
    expect(href()).toContain('group=status');
    const panel = await screen.findByRole('dialog', { name: '分组' });
    await userEvent.click(await within(panel).findByRole('button', { name: '添加合计' }));
    await userEvent.click(await within(panel).findByRole('button', { name: '预算' }));
    await waitFor(() => expect(href()).toContain('sum=budget'));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(await screen.findByRole('button', { name: '另存为' }));
    await userEvent.type(await screen.findByLabelText(/视图名称/), '按状态');
    await userEvent.click(screen.getByRole('button', { name: '保存视图' }));
    const views = () => [...((app.state.views as Map<string, object> | undefined)?.values() ?? [])];
    await waitFor(() => expect(views()[0]).toMatchObject({ name: '按状态', kind: 'list', group: 'status', sum: 'budget' }));
    await waitFor(() => expect(href()).not.toContain('group='));
    await head('新线索');
    expect(screen.queryByText('有未保存的更改')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '分组' }));
    await userEvent.click(await screen.findByRole('button', { name: '取消分组' }));
    expect(await screen.findByRole('grid', { name: '线索' })).toBeInTheDocument();
    expect(href()).toContain('group=null');
    expect(await screen.findByText('有未保存的更改')).toBeInTheDocument();
  });

  it('groups by a date, by months unless something else is chosen, and keeps the choice in address and view', async () => {
    const { app } = server();
    const monthOf = (lead: Record<string, unknown>) => (typeof lead.next_follow_up_at === 'string' ? new Date(Date.parse(lead.next_follow_up_at) + 8 * 3_600_000).toISOString().slice(0, 7) : '');
    const months = [...new Set(leads(app).map(monthOf))].sort().reverse();
    const title = (month: string) => (month ? `${month.slice(0, 4)}年${Number(month.slice(5))}月` : '未填写');
    const { href } = renderApp(pages, '/o/lead?group=next_follow_up_at');
    await waitFor(async () => expect(await heads()).toHaveLength(months.length));
    for (const [index, one] of (await heads()).entries()) {
      const month = months[index] as string;
      const count = leads(app).filter((lead) => monthOf(lead) === month).length;
      expect(one).toHaveTextContent(title(month));
      expect(await within(one).findByText(`${count} 条`)).toBeInTheDocument();
      if (index < 3) expect(await below(title(month))).toHaveLength(Math.min(count, 20) + (count > 20 ? 1 : 0));
    }
    await userEvent.click(screen.getByRole('button', { name: '分组' }));
    const panel = await screen.findByRole('dialog', { name: '分组' });
    expect(await within(panel).findByRole('radio', { name: '月' })).toBeChecked();
    await userEvent.click(within(panel).getByRole('radio', { name: '周' }));
    await waitFor(() => expect(href()).toContain('grain=week'));
    await waitFor(async () => expect((await heads())[0]).toHaveTextContent(/年第\d+周.*月.*日/));
    await userEvent.keyboard('{Escape}');
    await userEvent.click(await screen.findByRole('button', { name: '另存为' }));
    await userEvent.type(await screen.findByLabelText(/视图名称/), '按周');
    await userEvent.click(screen.getByRole('button', { name: '保存视图' }));
    const views = () => [...((app.state.views as Map<string, object> | undefined)?.values() ?? [])];
    await waitFor(() => expect(views()[0]).toMatchObject({ kind: 'list', group: 'next_follow_up_at', grain: 'week' }));
    await waitFor(() => expect(href()).not.toContain('grain='));
    await waitFor(async () => expect((await heads())[0]).toHaveTextContent(/年第\d+周/));
    expect(screen.queryByText('有未保存的更改')).not.toBeInTheDocument();
  });

  it('stays a plain list where the address names what nothing can be grouped by', async () => {
    server();
    renderApp(pages, '/o/lead?group=company&sum=name');
    expect(await screen.findByRole('grid', { name: '线索' })).toBeInTheDocument();
  });

  it('says that nothing matches, and offers to clear the filter', async () => {
    server();
    renderApp(pages, '/o/lead?group=status&q=no-such-lead-anywhere');
    await userEvent.click(await screen.findByRole('button', { name: '清除筛选' }));
    expect(await head('新线索')).toBeInTheDocument();
  });
});

describe('on a phone', () => {
  it('the same heads stand above cards', async () => {
    const { app } = server();
    width.phone = true;
    renderApp(pages, '/o/lead?group=status');
    const fresh = await screen.findByRole('button', { name: /新线索/, expanded: true });
    const one = having(app, 'status', 'new')[0] as unknown as { name: string };
    expect(await screen.findByRole('link', { name: one.name })).toBeInTheDocument();
    await userEvent.click(fresh);
    expect(fresh).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('link', { name: one.name })).not.toBeInTheDocument();
  });

  it('a list is exported there, too', async () => {
    server();
    width.phone = true;
    renderApp(pages, '/o/lead');
    await userEvent.click(await screen.findByRole('button', { name: '导出' }));
    expect(await screen.findByRole('dialog', { name: /导出/ })).toBeInTheDocument();
  });
});
