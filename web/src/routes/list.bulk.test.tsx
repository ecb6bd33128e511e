/** What is done to chosen rows: entries that go into lists and out of them, and two that become one. */
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './list';

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

async function choose(count: number) {
  await screen.findByText('共 30 条');
  for (let at = 1; at <= count; at++) {
    const row = screen.getAllByRole('row')[at] as HTMLElement;
    await userEvent.click(within(row).getByRole('checkbox'));
  }
  return screen.findByRole('toolbar', { name: '对选中记录的操作' });
}

/** The leads of the first rows, as the server has them. */
const chosen = (count: number) => {
  const names = screen.getAllByRole('row').slice(1, count + 1).map((row) => within(row).getAllByRole('link')[0]?.textContent);
  return [...(server().app.state.records.get('lead')?.values() ?? [])].filter((lead) => names.includes(String(lead.name)));
};

async function field(bar: HTMLElement, name: string) {
  await userEvent.click(within(bar).getByRole('button', { name: '修改字段' }));
  const panel = await screen.findByRole('dialog', { name: '修改字段' });
  await userEvent.click(await within(panel).findByRole('button', { name }));
  return panel;
}

it('adds tags to what each has, and takes them out again', async () => {
  server();
  renderApp(pages, '/o/lead');
  const bar = await choose(2);
  const [one, two] = chosen(2);
  Object.assign(one as object, { tags: ['重点'] });
  Object.assign(two as object, { tags: null });
  const panel = await field(bar, '标签');
  expect(within(panel).getByRole('radio', { name: '添加' })).toBeChecked();
  await userEvent.click(within(panel).getByRole('button', { name: '应用到 2 条记录' }));
  expect(await within(panel).findByRole('alert')).toHaveTextContent('请先填写要添加或移除的项');
  await userEvent.type(await within(panel).findByRole('combobox'), '展会{Enter}');
  await userEvent.click(within(panel).getByRole('button', { name: '应用到 2 条记录' }));
  await screen.findByText('已更新 2 条记录的标签');
  expect([one?.tags, two?.tags]).toEqual([['重点', '展会'], ['展会']]);

  const again = await field(await choose(1), '标签');
  await userEvent.click(within(again).getByRole('radio', { name: '移除' }));
  await userEvent.type(await within(again).findByRole('combobox'), '重点{Enter}');
  await userEvent.click(within(again).getByRole('button', { name: '应用到 1 条记录' }));
  await screen.findByText('已更新 1 条记录的标签');
  expect(one?.tags).toEqual(['展会']);
});

it('sets other kinds as before', async () => {
  server();
  renderApp(pages, '/o/lead');
  const panel = await field(await choose(1), '公司');
  expect(within(panel).queryByRole('radiogroup')).not.toBeInTheDocument();
});

it('merges exactly two, stays in the list, and offers the way back', async () => {
  const { server: msw } = server();
  const { href } = renderApp(pages, '/o/lead');
  const bar = await choose(1);
  const button = within(bar).getByRole('button', { name: '合并' });
  expect(button).toHaveAccessibleDescription('合并需要恰好勾选两条记录');
  await userEvent.click(button);
  expect(screen.queryByRole('dialog', { name: '合并线索' })).not.toBeInTheDocument();
  await userEvent.click(within(screen.getAllByRole('row')[2] as HTMLElement).getByRole('checkbox'));
  const [one, two] = chosen(2).map((lead) => lead.id as string);
  let asked: unknown;
  msw.use(
    http.post('*/api/v1/records/lead/:id/actions/merge', async ({ request, params }) => {
      asked = [params.id, ((await request.json()) as { loser: string }).loser];
      return HttpResponse.json({ merge: 'm1', moved: 0 });
    }),
    http.post('*/api/v1/merges/m1/undo', () => HttpResponse.json({ moved: 0, kept: 0 })),
  );
  await userEvent.click(within(bar).getByRole('button', { name: '合并' }));
  await screen.findByText('保留的记录');
  await userEvent.click(within(screen.getByRole('dialog', { name: '合并线索' })).getByRole('button', { name: /合\s?并/ }));
  const told = await screen.findByText(/^已合并到：/);
  expect(new Set(asked as string[])).toEqual(new Set([one, two]));
  expect(href()).toBe('/o/lead');
  await waitFor(() => expect(screen.queryByRole('toolbar', { name: '对选中记录的操作' })).not.toBeInTheDocument());
  await userEvent.click(within(told.parentElement as HTMLElement).getByRole('button', { name: '撤销' }));
  await screen.findByText('已撤销合并');
});
