import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './list';

const server = useTestServer();
const pages = { '/o/$object': () => <Page /> };

beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

const tabs = () => screen.getByRole('group', { name: '视图' });
const stored = (app: { state: Record<string, unknown> }) => [...((app.state.views as Map<string, Record<string, unknown>> | undefined)?.values() ?? [])];

describe('saved views', () => {
  it('are saved from what one sees, opened, changed, reset and deleted', async () => {
    const { app } = server();
    const { href } = renderApp(pages, '/o/lead?sort=company');
    await screen.findByRole('grid', { name: '线索' });
    expect(screen.getByText('有未保存的更改')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '另存为' }));
    await userEvent.type(await screen.findByLabelText(/视图名称/), '按公司');
    await userEvent.click(screen.getByRole('button', { name: '保存视图' }));
    const tab = await within(tabs()).findByRole('button', { name: /按公司/ });
    await waitFor(() => expect(tab).toHaveAttribute('aria-pressed', 'true'));
    expect(stored(app)[0]).toMatchObject({ name: '按公司', sort: ['company'], audience: 'private' });
    expect(href()).toContain(`view=${String(stored(app)[0]?.id)}`);
    expect(href()).not.toContain('sort=');
    expect(screen.queryByText('有未保存的更改')).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: '公司' }));
    expect(await screen.findByText('有未保存的更改')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(stored(app)[0]).toMatchObject({ sort: ['-company'] }));
    await waitFor(() => expect(screen.queryByText('有未保存的更改')).not.toBeInTheDocument());

    await userEvent.click(screen.getByRole('button', { name: '公司' }));
    await userEvent.click(screen.getByRole('button', { name: '姓名' }));
    await userEvent.click(await screen.findByRole('button', { name: '还原' }));
    await waitFor(() => expect(href()).not.toContain('sort='));

    await userEvent.click(screen.getByRole('button', { name: '视图操作' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '删除视图' }));
    await waitFor(() => expect(within(tabs()).queryByRole('button', { name: /按公司/ })).not.toBeInTheDocument());
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    expect(await within(tabs()).findByRole('button', { name: /按公司/ })).toBeInTheDocument();
  });

  it('open first when they are the default, and say so in the address', async () => {
    const { app } = server();
    const made = await app.fetch(new Request('http://x/api/v1/objects/lead/views', { method: 'POST', body: JSON.stringify({ name: '先看', sort: ['name'] }) }));
    const { id } = (await made.json()) as { id: string };
    await app.fetch(new Request('http://x/api/v1/objects/lead/views', { method: 'PATCH', body: JSON.stringify({ default: id }) }));
    const { href } = renderApp(pages, '/o/lead');
    expect(await screen.findByRole('button', { name: /先看/ })).toHaveAttribute('aria-pressed', 'true');
    await waitFor(() => expect(href()).toContain(`view=${id}`));
  });
});
