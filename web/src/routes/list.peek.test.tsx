/** A record beside its list. */
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import type { MockApp } from '../../mock-server/app.mjs';
import { applyChange } from '@/api/live';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './list';

const width = vi.hoisted(() => ({ narrow: false }));
vi.mock('@/ui/media', async (original) => ({ ...(await original<object>()), useIsNarrow: () => width.narrow }));

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

beforeEach(() => {
  width.narrow = false;
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

const names = (app: MockApp) => new Map([...(app.state.records.get('lead')?.values() ?? [])].map((lead) => [lead.id as string, String(lead.name)]));
const rowAt = (at: number) => waitFor(() => screen.getAllByRole('row')[at] ?? expect.fail('no row yet'));
const nameIn = (row: HTMLElement) => within(row).getAllByRole('link')[0]?.textContent ?? '';
const panelOf = (name: string) => screen.findByRole('complementary', { name: `预览：${name}` });
const asked = (href: string) => new URL(href, 'http://x').searchParams.get('peek');

it('stands beside the list at a click, as the address says, and goes by the way back', async () => {
  server();
  const { href, back } = renderApp(pages, '/o/lead');
  const row = await rowAt(2);
  const name = nameIn(row);
  await userEvent.click(within(row).getByRole('button', { name: `预览${name}` }));
  const panel = await panelOf(name);
  expect(await within(panel).findByRole('heading', { level: 2, name })).toBeInTheDocument();
  expect(await within(panel).findByText('2 / 30')).toBeInTheDocument();
  expect(row).toHaveAttribute('aria-current', 'true');
  await waitFor(() => expect(asked(href())).not.toBeNull());
  act(back);
  await waitFor(() => expect(screen.queryByRole('complementary')).not.toBeInTheDocument());
  expect(screen.getByRole('grid')).toBeInTheDocument();
});

it('follows the keys of the grid; Escape closes it and the row has the focus again', async () => {
  const { app } = server();
  const { href } = renderApp(pages, '/o/lead');
  const [first, second] = [nameIn(await rowAt(1)), nameIn(await rowAt(2))];
  act(() => (document.querySelector('[data-at="0:1"]') as HTMLElement).focus());
  await userEvent.keyboard('p');
  await panelOf(first);
  await userEvent.keyboard('{ArrowDown}');
  const panel = await panelOf(second);
  await waitFor(() => expect(names(app).get(asked(href()) ?? '')).toBe(second));
  // From inside the panel, too.
  act(() => within(panel).getByRole('button', { name: '上一条' }).focus());
  await userEvent.keyboard('k');
  await panelOf(first);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('complementary')).not.toBeInTheDocument());
  await waitFor(() => expect(document.activeElement).toHaveAttribute('data-at', '0:1'));
  expect(asked(href())).toBeNull();
});

it('shows a record that is not among the rows, and changes it in place', async () => {
  const { app } = server();
  const [id, name] = [...names(app)][3] as [string, string];
  renderApp(pages, `/o/lead?q=no-such-lead-anywhere&peek=${id}`);
  const panel = await panelOf(name);
  expect(await screen.findByRole('button', { name: '清除筛选' })).toBeInTheDocument();
  await userEvent.click(await within(panel).findByRole('button', { name: '编辑公司' }));
  const box = within(panel).getByRole('textbox', { name: '公司' });
  await userEvent.clear(box);
  await userEvent.type(box, '绍兴侧栏纺织有限公司{Enter}');
  await waitFor(() => expect(app.state.records.get('lead')?.get(id)?.company).toBe('绍兴侧栏纺织有限公司'));
  expect(await screen.findByRole('complementary')).toBeInTheDocument();
});

it('keeps the chosen tab for the next record, with what happened and where one writes', async () => {
  server();
  renderApp(pages, '/o/lead');
  const [first, second] = [await rowAt(1), nameIn(await rowAt(2))];
  await userEvent.click(within(first).getByRole('button', { name: /^预览/ }));
  await userEvent.click(await screen.findByRole('tab', { name: '动态' }));
  expect(await screen.findByRole('textbox', { name: '内容' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: '下一条' }));
  const panel = await panelOf(second);
  expect(await within(panel).findByRole('tab', { name: '动态', selected: true })).toBeInTheDocument();
});

it('says that a record went while one looked at it', async () => {
  const { app, server: msw } = server();
  const [id, name] = [...names(app)][0] as [string, string];
  const { queryClient } = renderApp(pages, `/o/lead?peek=${id}`);
  const panel = await panelOf(name);
  await within(panel).findByRole('tab', { name: '详情' });
  msw.use(http.get(`*/api/v1/records/lead/${id}`, () => HttpResponse.json({ title: '没有这条记录', status: 404, code: 'not_found' }, { status: 404 })));
  act(() => applyChange(queryClient, { object: 'lead', id, kind: 'deleted', version: 99, by: null }));
  expect(await screen.findByText('这条线索已经看不到了')).toBeInTheDocument();
  const [, close] = screen.getAllByRole('button', { name: '关闭预览' });
  await userEvent.click(close as HTMLElement);
  await waitFor(() => expect(screen.queryByRole('complementary')).not.toBeInTheDocument());
});

it('is not there where there is no room', async () => {
  width.narrow = true;
  const { app } = server();
  const [id] = [...names(app)][0] as [string, string];
  renderApp(pages, `/o/lead?peek=${id}`);
  const row = await rowAt(1);
  expect(within(row).queryByRole('button', { name: /^预览/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
});
