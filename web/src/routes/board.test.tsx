import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import type { MockApp } from '../../mock-server/app.mjs';
import { Page } from './list';

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

beforeEach(() => {
  localStorage.clear();
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

async function call<T>(app: MockApp, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await app.fetch(new Request(`http://x/api/v1${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) }));
  return (await answer.json()) as T;
}

interface Lead {
  id: string;
  name: string;
  status: string;
}

async function openBoard(app: MockApp) {
  const lead = await call<Lead>(app, 'POST', '/records/lead', { name: '要移动的人', status: 'new', company: '青禾机电' });
  const view = await call<{ id: string }>(app, 'POST', '/objects/lead/views', { name: '我的看板', kind: 'board', group: 'status', sum: 'budget', card: ['company', 'owner'], sort: ['-created_at'] });
  const shown = renderApp(pages, `/o/lead?view=${view.id}`);
  const column = async (name: string) => screen.findByRole('region', { name });
  const statusOf = async () => (await call<Lead>(app, 'GET', `/records/lead/${lead.id}`)).status;
  return { ...shown, lead, column, statusOf };
}

describe('a board', () => {
  it('shows cards in columns with their figures and moves one by its menu, with undo', async () => {
    const { app } = server();
    const { column, statusOf } = await openBoard(app);
    const card = await within(await column('新线索')).findByRole('link', { name: '要移动的人' });
    expect(within(await column('新线索')).getByText('青禾机电')).toBeInTheDocument();
    const all = await call<{ groups: { key: Lead; values: { count: number } }[] }>(app, 'POST', '/records/lead/query', { group_by: ['status'], measures: [{ fn: 'count' }] });
    const count = all.groups.find((one) => one.key.status === 'new')?.values.count ?? 0;
    expect(await within(await column('新线索')).findByText(`${count} 条`)).toBeInTheDocument();
    expect(card).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '移动要移动的人' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '移动到“已确认”' }));
    expect(await within(await column('已确认')).findByRole('link', { name: '要移动的人' })).toBeInTheDocument();
    expect(await screen.findByText('“要移动的人”已移到已确认')).toBeInTheDocument();
    expect(await statusOf()).toBe('qualified');
    expect(await within(await column('新线索')).findByText(`${count - 1} 条`)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '撤销' }));
    expect(await within(await column('新线索')).findByRole('link', { name: '要移动的人' })).toBeInTheDocument();
    await waitFor(async () => expect(await statusOf()).toBe('new'));
  });

  it('moves a card by keys and keeps the focus on it', async () => {
    const { app } = server();
    const { column, statusOf } = await openBoard(app);
    const card = await within(await column('新线索')).findByRole('link', { name: '要移动的人' });
    card.focus();
    fireEvent.keyDown(card, { key: 'ArrowRight', ctrlKey: true });
    const moved = await within(await column('跟进中')).findByRole('link', { name: '要移动的人' });
    await waitFor(() => expect(moved).toHaveFocus());
    await waitFor(async () => expect(await statusOf()).toBe('following'));
    fireEvent.keyDown(moved, { key: 'ArrowLeft', altKey: true });
    expect(await within(await column('新线索')).findByRole('link', { name: '要移动的人' })).toBeInTheDocument();
  });

  it('puts a refused card back and says why', async () => {
    const { app, server: net } = server();
    const { column, statusOf } = await openBoard(app);
    net.use(
      http.patch('*/api/v1/records/lead/:id', () =>
        HttpResponse.json({ title: 'x', status: 422, code: 'invalid_input', errors: [{ field: 'status', code: 'check_failed', message: '没有联系方式不能确认' }] }, { status: 422 }),
      ),
    );
    const card = await within(await column('新线索')).findByRole('link', { name: '要移动的人' });
    fireEvent.keyDown(card, { key: 'ArrowRight', ctrlKey: true });
    expect(await screen.findByText('没有移动：没有联系方式不能确认')).toBeInTheDocument();
    expect(within(await column('新线索')).getByRole('link', { name: '要移动的人' })).toBeInTheDocument();
    expect(await statusOf()).toBe('new');
  });

  it('asks for what a move makes necessary, and for nothing else', async () => {
    const { app } = server();
    await call(app, 'PATCH', '/objects/lead/fields/need', { required_when: { field: 'status', op: 'eq', value: 'following' } });
    const { column, statusOf, lead } = await openBoard(app);
    const card = await within(await column('新线索')).findByRole('link', { name: '要移动的人' });
    fireEvent.keyDown(card, { key: 'ArrowRight', ctrlKey: true });
    const dialog = await screen.findByRole('dialog', { name: /还需要填写/ });
    expect(within(await column('新线索')).getByRole('link', { name: '要移动的人' })).toBeInTheDocument();
    await userEvent.type(await within(dialog).findByRole('textbox'), '要一台注塑机');
    await userEvent.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    expect(await within(await column('跟进中')).findByRole('link', { name: '要移动的人' })).toBeInTheDocument();
    await waitFor(async () => expect(await statusOf()).toBe('following'));
    expect(await call(app, 'GET', `/records/lead/${lead.id}`)).toMatchObject({ need: '要一台注塑机' });
  });

  it('is made of a list in its settings and saved', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead');
    await screen.findByRole('grid', { name: '线索' });
    await userEvent.click(screen.getByRole('button', { name: '布局' }));
    await userEvent.click(await screen.findByRole('radio', { name: '看板' }));
    await userEvent.click(screen.getByRole('button', { name: /完\s*成/ }));
    expect(await screen.findByRole('region', { name: '新线索' })).toBeInTheDocument();
    await userEvent.click(await screen.findByRole('button', { name: '另存为' }));
    await userEvent.type(await screen.findByLabelText(/视图名称/), '看板');
    await userEvent.click(screen.getByRole('button', { name: '保存视图' }));
    const views = () => [...((app.state.views as Map<string, object> | undefined)?.values() ?? [])];
    await waitFor(() => expect(views()[0]).toMatchObject({ name: '看板', kind: 'board', group: 'status' }));
  });
});

async function openRegions(app: MockApp, within = '') {
  for (const [name, region] of [['杭州人', '330106'], ['浙江人', '330000'], ['深圳人', '440305'], ['无处人', null]]) {
    await call(app, 'POST', '/records/lead', { name, region, company: '地区看板' });
  }
  const view = await call<{ id: string }>(app, 'POST', '/objects/lead/views', { name: '地区', kind: 'board', group: 'region', card: [], filter: { field: 'company', op: 'eq', value: '地区看板' } });
  const shown = renderApp(pages, `/o/lead?view=${view.id}${within && `&within=${within}`}`);
  const heads = () => screen.getAllByRole('region').map((one) => one.getAttribute('aria-label'));
  const regionOf = async (name: string) => {
    const { items } = await call<{ items: { name: string; region: string }[] }>(app, 'POST', '/records/lead/query', { filter: { field: 'name', op: 'eq', value: name } });
    return items[0]?.region;
  };
  return { ...shown, heads, regionOf };
}

describe('a board by region', () => {
  it('has the provinces with records, opens one in the address and goes back', async () => {
    const { app } = server();
    const { heads, href } = await openRegions(app);
    expect(await within(await screen.findByRole('region', { name: '浙江省' })).findByText('2 条')).toBeInTheDocument();
    expect(heads()).toEqual(['浙江省', '广东省', '未填写']);
    await userEvent.click(screen.getByRole('button', { name: '展开浙江省' }));
    expect(await screen.findByRole('region', { name: '杭州市' })).toBeInTheDocument();
    expect(heads()).toEqual(['杭州市', '浙江省（未细分）']);
    expect(decodeURIComponent(href())).toContain('within="330000"');
    const trail = screen.getByRole('navigation', { name: '所在位置' });
    expect(within(trail).getByText('浙江省')).toHaveFocus();
    await userEvent.click(within(trail).getByRole('button', { name: '地区' }));
    expect(await screen.findByRole('region', { name: '广东省' })).toBeInTheDocument();
    expect(href()).not.toContain('within');
  });

  it('gives a moved card the region, with undo, and one without a region as well', async () => {
    const { app } = server();
    const { regionOf } = await openRegions(app);
    const card = await within(await screen.findByRole('region', { name: '广东省' })).findByRole('link', { name: '深圳人' });
    card.focus();
    fireEvent.keyDown(card, { key: 'ArrowLeft', ctrlKey: true });
    expect(await within(await screen.findByRole('region', { name: '浙江省' })).findByRole('link', { name: '深圳人' })).toHaveFocus();
    // What the test before has told may still stand beside it.
    const told = (await screen.findByText('“深圳人”已移到浙江省')).parentElement as HTMLElement;
    expect(await regionOf('深圳人')).toBe('330000');
    await userEvent.click(within(told).getByRole('button', { name: '撤销' }));
    await waitFor(async () => expect(await regionOf('深圳人')).toBe('440305'));
    await userEvent.click(screen.getByRole('button', { name: '移动无处人' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '移动到“广东省”' }));
    await waitFor(async () => expect(await regionOf('无处人')).toBe('440000'));
  });

  it('offers any other region in a small form', async () => {
    const { app } = server();
    await openRegions(app, '330000');
    await screen.findByRole('region', { name: '杭州市' });
    await userEvent.click(screen.getByRole('button', { name: '移动杭州人' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '移动到其他地区…' }));
    const dialog = await screen.findByRole('dialog', { name: '移动“杭州人”' });
    await userEvent.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    expect(dialog).toBeInTheDocument();
    expect(await within(dialog).findByText(/必填|请填写/)).toBeInTheDocument();
  });
});

describe('a calendar', () => {
  it('shows records on their day, moves them by keys and turns its pages in the address', async () => {
    const { app } = server();
    const lead = await call<Lead & { next_follow_up_at: string }>(app, 'POST', '/records/lead', { name: '月底要见', next_follow_up_at: '2026-11-30T15:30:00.000Z' });
    const view = await call<{ id: string }>(app, 'POST', '/objects/lead/views', { name: '日历', kind: 'calendar', date: 'next_follow_up_at' });
    const { href } = renderApp(pages, `/o/lead?view=${view.id}`);
    const day = (text: RegExp) => screen.findByRole('gridcell', { name: text });
    // 23:30 in Shanghai is still the 30th, whatever day it is elsewhere.
    const item = await within(await day(/^11月30日/)).findByRole('link', { name: '月底要见' });
    expect(within(await day(/^11月30日/)).getByText('23:30')).toBeInTheDocument();
    fireEvent.keyDown(item, { key: 'ArrowRight', ctrlKey: true });
    expect(await within(await day(/^12月1日/)).findByRole('link', { name: '月底要见' })).toBeInTheDocument();
    await waitFor(async () => expect((await call<{ next_follow_up_at: string }>(app, 'GET', `/records/lead/${lead.id}`)).next_follow_up_at).toBe('2026-12-01T15:30:00.000Z'));
    await userEvent.click(screen.getByRole('button', { name: '下个月' }));
    await waitFor(() => expect(href()).toContain('at=2026-12-01'));
    expect(await screen.findByRole('heading', { name: '2026年12月' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: '周' }));
    await waitFor(() => expect(href()).toContain('span=week'));
    expect(await screen.findAllByRole('gridcell')).toHaveLength(7);
  });
});
