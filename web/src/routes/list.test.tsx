import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, beforeEach, vi } from 'vitest';
import { applyChange } from '@/api/live';
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
    expect(await screen.findByText(/服务暂不可用/)).toBeInTheDocument();
    expect(screen.getByText(/r-42/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '重试' })).toBeInTheDocument();
  });
});

describe('while somebody else changes the list', () => {
  type Stored = Record<string, unknown> & { id: string; version: number };
  const rows = () => [...document.querySelectorAll<HTMLElement>('[role=grid] [role=row]')].slice(1);
  /** Opens the company of a row; `remove` puts a record into the bin as somebody else does. */
  async function editing(at: number) {
    const { app } = server();
    const shown = renderApp(pages, '/o/lead');
    await firstRow();
    const leads = app.state.records.get('lead') as Map<string, Stored>;
    const idOf = (row: HTMLElement) => row.querySelector('a')?.getAttribute('href')?.split('/').pop() ?? '';
    const remove = (id: string) => {
      const lead = leads.get(id) as Stored;
      lead.deleted_at = '2026-11-20T02:30:00Z';
      act(() => applyChange(shown.queryClient, { object: 'lead', id, kind: 'deleted', version: lead.version, by: null }));
    };
    const ids = rows().map(idOf);
    const column = screen.getAllByRole('columnheader').findIndex((head) => head.textContent === '公司');
    const cell = within(rows()[at] as HTMLElement).getAllByRole('gridcell')[column] as HTMLElement;
    fireEvent.doubleClick(cell);
    const box = within(cell).getByRole('textbox');
    fireEvent.change(box, { target: { value: '正在填的公司' } });
    return { ids, idOf, remove, leads, box };
  }

  it('keeps rows in their places under the cell that one types in, and takes over what came when it is done', async () => {
    const { ids, idOf, remove, leads, box } = await editing(1);
    remove(ids[0] as string);
    expect(await screen.findByText('共 29 条')).toBeInTheDocument();
    expect(rows().map(idOf)).toEqual(ids);
    expect(within(rows()[1] as HTMLElement).getByRole('textbox')).toBe(box);
    expect(box).toHaveValue('正在填的公司');
    fireEvent.keyDown(box, { key: 'Enter' });
    await waitFor(() => expect(rows().map(idOf)).not.toContain(ids[0]));
    await waitFor(() => expect(leads.get(ids[1] as string)?.company).toBe('正在填的公司'));
    expect(idOf(rows()[0] as HTMLElement)).toBe(ids[1]);
  });

  it('tells of a row that is gone what was typed into it, to be copied', async () => {
    const { ids, remove, leads, box } = await editing(0);
    remove(ids[0] as string);
    expect(await screen.findByText('共 29 条')).toBeInTheDocument();
    fireEvent.keyDown(box, { key: 'Enter' });
    const told = await screen.findByText('记录已被删除或不再可见，您填写的“正在填的公司”没有保存');
    const copied = vi.fn(async () => {});
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: copied } });
    await userEvent.click(within(told.parentElement as HTMLElement).getByRole('button', { name: '复制' }));
    await waitFor(() => expect(copied).toHaveBeenCalledWith('正在填的公司'));
    expect(leads.get(ids[0] as string)?.company).not.toBe('正在填的公司');
  });
});
