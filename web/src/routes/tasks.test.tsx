import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { createApp } from '../../mock-server/app.mjs';
import { http } from 'msw';
import { Page as List } from './list';
import { Page as Tasks } from './tasks';

const server = useTestServer();
const pages = { '/o/$object': () => <List />, '/tasks': () => <Tasks /> };

beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

/** More leads than one page of the list. */
function many() {
  const { server: msw } = server();
  const app = createApp({ leads: 150, signedInAs: 'admin', now: () => Date.parse('2026-11-20T02:30:00Z') });
  msw.use(http.all('*/api/v1/*', ({ request }) => app.fetch(request.clone())));
  return app;
}

const alive = (app: ReturnType<typeof many>) => [...(app.state.records.get('lead')?.values() ?? [])].filter((lead) => !lead.deleted_at).length;

describe('all that match', () => {
  it('are offered when everything loaded is chosen, deleted by the server, and brought back', async () => {
    const app = many();
    renderApp(pages, '/o/lead');
    const grid = await screen.findByRole('grid', { name: '线索' });
    await userEvent.click(within(grid).getByRole('checkbox', { name: '选择已加载的全部记录' }));
    const bar = await screen.findByRole('toolbar');
    expect(within(bar).getByText('已选 100 条')).toBeInTheDocument();
    await userEvent.click(within(bar).getByRole('button', { name: '选择全部 150 条' }));
    expect(await within(bar).findByText('已选全部 150 条')).toBeInTheDocument();
    await userEvent.click(within(bar).getByRole('button', { name: '删除' }));
    await waitFor(() => expect(alive(app)).toBe(0));
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(alive(app)).toBe(150));
    expect(await screen.findByText('已撤销，150 条记录恢复原样')).toBeInTheDocument();
  });
});

describe('an export', () => {
  it('takes what the list shows, ends with a file, and stands among the files', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead?q=&sort=company');
    await screen.findByRole('grid', { name: '线索' });
    await userEvent.click(screen.getByRole('button', { name: '导出' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(await within(dialog).findByRole('radio', { name: 'CSV（UTF-8）' }));
    await userEvent.click(within(dialog).getByRole('button', { name: '开始导出' }));
    const link = await within(dialog).findByRole('link', { name: '下载' });
    expect(link).toHaveAttribute('href', expect.stringMatching(/^\/api\/v1\/exports\/.+\/file$/));
    const tasks = app.state.tasks as Map<string, { view: { columns: string[]; format: string; rows_total: number } }>;
    const [made] = [...tasks.values()];
    expect(made?.view).toMatchObject({ format: 'csv', rows_total: 30 });
    expect(made?.view.columns[0]).toBe('name');
  });

  it('and changes in bulk are listed with what can be done to them', async () => {
    const { app } = server();
    const post = (path: string, body: unknown) => app.fetch(new Request(`http://x/api/v1${path}`, { method: 'POST', body: JSON.stringify(body) }));
    await post('/exports', { object: 'lead', format: 'csv', columns: ['name'] });
    await post('/records/lead/bulk', { action: 'change', values: { company: '新公司' } });
    renderApp(pages, '/tasks');
    expect(await screen.findByRole('link', { name: '下载 lead.csv' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '撤销：批量修改线索：公司' }));
    expect(await screen.findByText('已恢复 30 条，保留 0 条')).toBeInTheDocument();
    expect([...(app.state.records.get('lead')?.values() ?? [])].some((lead) => lead.company === '新公司')).toBe(false);
  });
});
