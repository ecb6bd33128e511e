import { useState } from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { ObjectEntries } from '@/app/shell/ObjectEntries';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';
import { Page as ListPage } from '@/routes/list';
import { Page as RecordPage } from '@/routes/record';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import { ArrangeDialog } from './ArrangeDialog';
import { MOST } from './favour';

const server = useTestServer();
function Arranging() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <ObjectEntries />
      <button onClick={() => setOpen(true)}>arrange</button>
      {open && <ArrangeDialog onClose={() => setOpen(false)} />}
    </>
  );
}
const pages = {
  '/': () => <ObjectEntries />,
  '/arrange': Arranging,
  '/o/$object': () => (
    <>
      <ObjectEntries />
      <ListPage />
    </>
  ),
  '/o/$object/$id': () => (
    <>
      <ObjectEntries />
      <RecordPage />
    </>
  ),
};

beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

interface Row {
  id: string;
  name: string;
  deleted_at?: string | null;
}
const leads = ({ app }: TestServer) => ([...(app.state.records.get('lead')?.values() ?? [])] as unknown as Row[]).filter((one) => !one.deleted_at);
const call = async <T,>({ app }: TestServer, method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await app.fetch(new Request(`http://x/api/v1${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) }));
  return (await answer.json()) as T;
};
const kept = async (current: TestServer) => (await call<{ favourites: Row[] }>(current, 'GET', '/me/preferences')).favourites.map((one) => one.id);
const keep = (current: TestServer, ids: string[]) =>
  call(current, 'PATCH', '/me/preferences', { favourites: ids.map((id) => ({ kind: 'record', object: 'lead', id })) });
const group = () => screen.findByRole('region', { name: '收藏' });
const names = async () => within(await group()).getAllByRole('link').map((link) => link.textContent);

describe('favourites', () => {
  it('are starred on a record, stand in the navigation, and keep what another device has added', async () => {
    const current = server();
    const [first, second] = leads(current) as [Row, Row];
    renderApp(pages, `/o/lead/${first.id}`);
    const star = await screen.findByRole('button', { name: '收藏' });
    expect(star).toHaveAttribute('aria-pressed', 'false');
    await keep(current, [second.id]);
    await userEvent.click(star);
    await waitFor(async () => expect(await names()).toEqual([second.name, first.name]));
    expect(await kept(current)).toEqual([second.id, first.id]);
    await userEvent.click(screen.getByRole('button', { name: '取消收藏' }));
    await waitFor(async () => expect(await kept(current)).toEqual([second.id]));
    expect(await names()).toEqual([second.name]);
  });

  it('are taken back when the server refuses, with the reason', async () => {
    const current = server();
    current.server.use(http.patch('*/api/v1/me/preferences', () => HttpResponse.json({ title: 'x', status: 422, code: 'too_many_favourites', errors: [{ field: 'favourites', code: 'too_many_favourites', message: '收藏最多 60 个' }] }, { status: 422 })));
    renderApp(pages, `/o/lead/${(leads(current)[0] as Row).id}`);
    await userEvent.click(await screen.findByRole('button', { name: '收藏' }));
    expect(await screen.findByText('没有保存：收藏最多 60 个')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '收藏' })).toHaveAttribute('aria-pressed', 'false');
    expect(screen.queryByRole('region', { name: '收藏' })).not.toBeInTheDocument();
  });

  it('leave out what is deleted or gone, at once, and bring it back with the record', async () => {
    const current = server();
    const [first, second] = leads(current) as [Row, Row];
    await keep(current, [first.id, 'gone', second.id]);
    renderApp(pages, '/');
    await waitFor(async () => expect(await names()).toEqual([first.name, second.name]));
    const heard = (id: string) => window.dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: { type: 'change', data: { object: 'lead', id, kind: 'deleted', version: 9 } } }));
    const row = current.app.state.records.get('lead')?.get(first.id) as unknown as Row;
    row.deleted_at = '2026-11-20T00:00:00Z';
    heard(first.id);
    await waitFor(async () => expect(await names()).toEqual([second.name]));
    row.deleted_at = null;
    heard(first.id);
    await waitFor(async () => expect(await names()).toEqual([first.name, second.name]));
  });

  it('make room for a new one by forgetting what can no longer be seen', async () => {
    const current = server();
    const [first, second] = leads(current) as [Row, Row];
    await keep(current, [second.id, ...Array.from({ length: MOST - 1 }, (_, at) => `gone-${at}`)]);
    renderApp(pages, `/o/lead/${first.id}`);
    await userEvent.click(await screen.findByRole('button', { name: '收藏' }));
    await waitFor(async () => expect(await kept(current)).toEqual([second.id, first.id]));
  });

  it('may be saved views, which open from the navigation', async () => {
    const current = server();
    const view = await call<{ id: string }>(current, 'POST', '/objects/lead/views', { name: '本周重点', sort: ['name'] });
    const { href } = renderApp(pages, `/o/lead?view=${view.id}`);
    await userEvent.click(await screen.findByRole('button', { name: '视图操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '收藏这个视图' }));
    const link = await within(await group()).findByRole('link', { name: '本周重点' });
    await userEvent.click(screen.getByRole('button', { name: /全部线索/ }));
    await waitFor(() => expect(href()).not.toContain(view.id));
    await userEvent.click(link);
    await waitFor(() => expect(href()).toContain(`view=${view.id}`));
  });

  it('show the first few until somebody asks for all', async () => {
    const current = server();
    await keep(current, leads(current).slice(0, 10).map((one) => one.id));
    renderApp(pages, '/');
    await waitFor(async () => expect(await names()).toHaveLength(8));
    await userEvent.click(screen.getByRole('button', { name: '全部 10 个' }));
    expect(await names()).toHaveLength(10);
  });
});

describe('the navigation of one’s own', () => {
  it('hides entries, forgets favourites, and goes back to the usual', async () => {
    const current = server();
    const [first, second] = leads(current) as [Row, Row];
    await keep(current, [first.id, 'unseen', second.id]);
    renderApp(pages, '/arrange');
    const dialog = async () => {
      await userEvent.click(await screen.findByRole('button', { name: 'arrange' }));
      return within(await screen.findByRole('dialog', { name: '整理导航' }));
    };
    const opened = await dialog();
    await userEvent.click(opened.getByRole('button', { name: '隐藏线索' }));
    await userEvent.click(await opened.findByRole('button', { name: `取消收藏${first.name}` }));
    await userEvent.click(opened.getByRole('button', { name: '保存' }));
    expect(await screen.findByText('导航已保存')).toBeInTheDocument();
    expect(await kept(current)).toEqual([second.id, 'unseen']);
    const stored = async () => (await call<{ navigation: { hidden: string[] } | null }>(current, 'GET', '/me/preferences')).navigation;
    expect((await stored())?.hidden).toEqual(['lead']);
    expect(screen.queryByRole('link', { name: '线索' })).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: '客户' })).toBeInTheDocument();

    const again = await dialog();
    expect(again.getByText('已隐藏')).toBeInTheDocument();
    await userEvent.click(again.getByRole('button', { name: '恢复默认' }));
    expect(again.queryByText('已隐藏')).not.toBeInTheDocument();
    await userEvent.click(again.getByRole('button', { name: '保存' }));
    expect(await screen.findByRole('link', { name: '线索' })).toBeInTheDocument();
    expect(await stored()).toBeNull();
  });

  it('says why it could not be kept, and stays open', async () => {
    const current = server();
    current.server.use(http.patch('*/api/v1/me/preferences', () => HttpResponse.json({ title: 'x', status: 500, code: 'internal', detail: '出错了' }, { status: 500 })));
    renderApp(pages, '/arrange');
    await userEvent.click(await screen.findByRole('button', { name: 'arrange' }));
    const dialog = await screen.findByRole('dialog', { name: '整理导航' });
    await userEvent.click(within(dialog).getByRole('button', { name: '保存' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('出错了');
  });
});
