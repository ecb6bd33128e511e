import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, beforeEach } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './list';

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

/** jsdom has no layout: without sizes a virtual list would show nothing. */
beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

const firstRow = async () => {
  const grid = await screen.findByRole('grid', { name: '线索' });
  return waitFor(() => {
    const row = within(grid).getAllByRole('row')[1];
    if (!row) throw new Error('no row yet');
    return row;
  });
};

describe('the list of leads', () => {
  it('shows rows with the columns of the metadata, and how many there are', async () => {
    server();
    renderApp(pages, '/o/lead');
    const row = await firstRow();
    expect(within(row).getAllByRole('gridcell').length).toBeGreaterThan(5);
    expect(screen.getByRole('columnheader', { name: '公司' })).toBeInTheDocument();
    expect(await screen.findByText('共 30 条')).toBeInTheDocument();
  });

  it('sorts by a click on the head, in the address', async () => {
    server();
    const { href } = renderApp(pages, '/o/lead');
    await firstRow();
    await userEvent.click(screen.getByRole('button', { name: '公司' }));
    await waitFor(() => expect(href()).toContain('sort=company'));
    expect(screen.getByRole('columnheader', { name: '公司' })).toHaveAttribute('aria-sort', 'ascending');
  });

  it('offers to clear a filter that matches nothing, never to create', async () => {
    server();
    const { href } = renderApp(pages, '/o/lead?q=no-such-lead-anywhere');
    await userEvent.click(await screen.findByRole('button', { name: '清除筛选' }));
    await firstRow();
    expect(href()).not.toContain('q=');
  });

  it('keeps a refused value in its cell, with the reason', async () => {
    const { server: msw } = server();
    renderApp(pages, '/o/lead');
    const row = await firstRow();
    msw.use(
      http.patch('*/api/v1/records/lead/:id', () =>
        HttpResponse.json(
          { title: 'Invalid', status: 422, code: 'invalid', errors: [{ field: 'company', code: 'taken', message: '公司名重复' }] },
          { status: 422 },
        ),
      ),
    );
    const column = screen.getAllByRole('columnheader').findIndex((head) => head.textContent === '公司');
    const cell = within(row).getAllByRole('gridcell')[column] as HTMLElement;
    await userEvent.dblClick(cell);
    await userEvent.clear(within(cell).getByRole('textbox'));
    await userEvent.type(within(cell).getByRole('textbox'), '重名公司{Enter}');
    await waitFor(() => expect(cell).toHaveAttribute('aria-invalid', 'true'));
    expect(cell).toHaveTextContent('重名公司');
    expect(cell).toHaveAccessibleName(/公司名重复/);
  });

  it('saves what is typed in a cell and sends the version it was typed over', async () => {
    const { app, server: msw } = server();
    renderApp(pages, '/o/lead');
    const row = await firstRow();
    let version: string | null = null;
    msw.use(
      http.patch('*/api/v1/records/lead/:id', ({ request }) => {
        version = request.headers.get('If-Match');
        return app.fetch(request.clone());
      }),
    );
    const column = screen.getAllByRole('columnheader').findIndex((head) => head.textContent === '公司');
    const cell = within(row).getAllByRole('gridcell')[column] as HTMLElement;
    await userEvent.dblClick(cell);
    await userEvent.clear(within(cell).getByRole('textbox'));
    await userEvent.type(within(cell).getByRole('textbox'), '杭州新名字有限公司{Enter}');
    await waitFor(() => expect([...(app.state.records.get('lead')?.values() ?? [])].some((lead) => lead.company === '杭州新名字有限公司')).toBe(true));
    expect(version).toMatch(/^"\d+"$/);
    expect(cell).not.toHaveAttribute('aria-invalid');
  });

  it('deletes the selected rows and brings them back', async () => {
    const { app } = server();
    renderApp(pages, '/o/lead');
    const row = await firstRow();
    const alive = () => [...(app.state.records.get('lead')?.values() ?? [])].filter((lead) => !lead.deleted_at).length;
    expect(alive()).toBe(30);
    await userEvent.click(within(row).getByRole('checkbox'));
    await userEvent.click(within(await screen.findByRole('toolbar')).getByRole('button', { name: '删除' }));
    await waitFor(() => expect(alive()).toBe(29));
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(alive()).toBe(30));
  });

  it('says why when the server fails, with the number of the request', async () => {
    const { server: msw } = server();
    msw.use(
      http.get('*/api/v1/records/lead', () =>
        HttpResponse.json({ title: '服务暂不可用', status: 503, code: 'unavailable', request_id: 'r-42' }, { status: 503 }),
      ),
    );
    renderApp(pages, '/o/lead');
    expect(await screen.findByText(/服务暂不可用/, {}, { timeout: 8000 })).toBeInTheDocument();
    expect(screen.getByText(/r-42/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '重试' })).toBeInTheDocument();
  });
});
