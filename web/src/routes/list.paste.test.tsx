import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './list';

const server = useTestServer();

/** jsdom has no layout: without sizes a virtual list would show nothing. */
beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

async function rowsOf(name: string) {
  const grid = await screen.findByRole('grid', { name });
  return waitFor(() => {
    const rows = within(grid).getAllByRole('row').slice(1, 3);
    if (rows.length < 2) throw new Error('no rows yet');
    return rows;
  });
}
const columnOf = (name: string) => screen.getAllByRole('columnheader').findIndex((head) => head.textContent === name);
const cellOf = (row: HTMLElement | undefined, name: string) => within(row as HTMLElement).getAllByRole('gridcell')[columnOf(name)] as HTMLElement;
const paste = (cell: HTMLElement, text: string) => fireEvent.paste(cell, { clipboardData: { getData: () => text } });

it('puts a table from a spreadsheet over cells, keeps what it can’t take beside its reason, and takes it all back', async () => {
  const { app } = server();
  renderApp({ '/o/$object': () => <Page /> }, '/o/lead');
  const rows = await rowsOf('线索');
  const before = rows.map((row) => cellOf(row, '公司').textContent);
  const lead = (company: string) => [...(app.state.records.get('lead')?.values() ?? [])].find((record) => record.company === company);
  await userEvent.click(cellOf(rows[0], '公司'));
  paste(cellOf(rows[0], '公司'), '"晨星\t示例"\t不是状态\r\n云帆示例\t已确认\r\n');
  expect(await screen.findByText(/已粘贴 3 格；1 格没有保存/)).toBeInTheDocument();
  await waitFor(() => expect(lead('云帆示例')?.status).toBe('qualified'));
  expect(lead('晨星\t示例') ?? lead('晨星 示例')).toBeDefined();
  expect(cellOf(rows[0], '状态')).toHaveAttribute('aria-invalid', 'true');
  expect(cellOf(rows[0], '状态')).toHaveTextContent('不是状态');

  await userEvent.click(screen.getByRole('button', { name: '撤销' }));
  await waitFor(() => expect(lead('云帆示例')).toBeUndefined());
  await waitFor(() => expect(rows.map((row) => cellOf(row, '公司').textContent)).toEqual(before));
});

/** Somebody else has written into the company of a lead, and the history tells of it. */
function changedByAnother({ state }: ReturnType<typeof server>['app'], lead: Record<string, unknown> | undefined) {
  const version = Number(lead?.version) + 1;
  Object.assign(lead ?? {}, { company: '别人改的', version });
  const changes = [{ field: 'company', before: null, after: '别人改的' }];
  (state.log as Map<unknown, unknown>).set(lead?.id, [{ id: 'x', at: new Date().toISOString(), by: null, via: 'page', kind: 'updated', version, changes }]);
}

it('takes nothing back that somebody else has changed meanwhile', async () => {
  const { app } = server();
  renderApp({ '/o/$object': () => <Page /> }, '/o/lead');
  const rows = await rowsOf('线索');
  const leads = () => [...(app.state.records.get('lead')?.values() ?? [])];
  await userEvent.click(cellOf(rows[0], '公司'));
  paste(cellOf(rows[0], '公司'), '云帆甲\r\n云帆乙\r\n');
  await screen.findByText('已粘贴 2 格');
  const second = leads().find((record) => record.company === '云帆乙');
  changedByAnother(app, second);
  await userEvent.click(screen.getByRole('button', { name: '撤销' }));
  await waitFor(() => expect(leads().find((record) => record.company === '云帆甲')).toBeUndefined());
  expect(second?.company).toBe('别人改的');
});

it('keeps in its cell what the server refuses, and leaves other rows saved', async () => {
  const { app } = server();
  renderApp({ '/o/$object': () => <Page /> }, '/o/lead');
  const rows = await rowsOf('线索');
  await userEvent.click(cellOf(rows[0], '公司'));
  const id = within(rows[1] as HTMLElement).getAllByRole('link')[0]?.getAttribute('href')?.split('/').at(-1) ?? '';
  const second = app.state.records.get('lead')?.get(id);
  // Somebody else was quicker with the second one.
  changedByAnother(app, second);
  paste(cellOf(rows[0], '公司'), '第一家\n第二家');
  expect(await screen.findByText(/已粘贴 1 格；1 格没有保存/)).toBeInTheDocument();
  expect(cellOf(rows[1], '公司')).toHaveAttribute('aria-invalid', 'true');
  expect(second?.company).toBe('别人改的');
});
