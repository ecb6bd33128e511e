import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import Palette from './Palette';
import { closePalette, openPalette, usePaletteOpen } from './paletteStore';
import { remember } from './recents';
import { useShortcut } from './useShortcut';

const server = useTestServer();

function Host() {
  useShortcut();
  return usePaletteOpen() ? <Palette /> : <p>closed</p>;
}
const pages = { '/': Host, '/o/$object/$id': () => <p>record page</p>, '/o/$object': () => <p>list page</p> };

beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
  localStorage.clear();
  openPalette();
});

const field = () => screen.findByRole('combobox', { name: '搜索' });
const chosen = () => screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true');

describe('the palette', () => {
  it('finds records by what is typed, marks it, and opens the chosen one by keyboard', async () => {
    const { app } = server();
    const lead = [...(app.state.records.get('lead')?.values() ?? [])][3] as { id: string; name: string };
    const page = renderApp(pages, '/');
    await userEvent.type(await field(), lead.name);
    const group = await screen.findByRole('group', { name: '线索' });
    expect(within(group).getAllByText(lead.name)[0]?.tagName).toBe('MARK');
    while (!chosen()?.textContent.includes(lead.name)) await userEvent.keyboard('{ArrowDown}');
    expect(await field()).toHaveAttribute('aria-activedescendant', chosen()?.id);
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('record page')).toBeInTheDocument();
    expect(page.href()).toMatch(/^\/o\/lead\//);
  });

  it('begins with what was typed while it was still on its way', async () => {
    server();
    closePalette();
    openPalette();
    await userEvent.keyboard('新建客x{Backspace}{Enter}');
    renderApp(pages, '/');
    expect(await field()).toHaveValue('新建客');
    await userEvent.keyboard('户');
    expect(await field()).toHaveValue('新建客户');
  });

  it('waits for the answer when Enter comes first', async () => {
    const { app } = server();
    const [first, second] = [...(app.state.records.get('lead')?.values() ?? [])] as { id: string; name: string }[];
    const page = renderApp(pages, '/');
    await userEvent.type(await field(), first?.name ?? '');
    await screen.findByRole('group', { name: '线索' });
    await userEvent.clear(await field());
    await userEvent.type(await field(), `${second?.name}{Enter}`);
    expect(screen.queryByText('record page')).toBeNull();
    expect(await screen.findByText('record page')).toBeInTheDocument();
    expect(page.href()).toBe(`/o/lead/${second?.id}`);
  });

  it('goes to places and begins things found by their labels', async () => {
    server();
    const page = renderApp(pages, '/');
    await userEvent.type(await field(), '新建线');
    expect(await screen.findByRole('option', { name: /新建线索/ })).toBeInTheDocument();
    await userEvent.clear(await field());
    await userEvent.type(await field(), 'shezhigeren');
    expect(await screen.findByRole('option', { name: /个人资料/ })).toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(page.href()).toBe('/settings/profile'));
  });

  it('shows what was opened last, by its name of today', async () => {
    const { app } = server();
    const user = [...(app.state.records.get('user')?.values() ?? [])].find((it) => it.login === 'admin') as { id: string };
    const lead = [...(app.state.records.get('lead')?.values() ?? [])][0] as { id: string; name: string };
    remember(user.id, 'lead', lead.id);
    remember(user.id, 'lead', 'gone');
    renderApp(pages, '/');
    const recent = await screen.findByRole('group', { name: '最近打开' });
    expect(within(recent).getAllByRole('option').map((option) => option.textContent)).toEqual([lead.name]);
    expect(localStorage.getItem(`shuke.recents.${user.id}`)).not.toContain(lead.name);
  });

  it('shows more of one object, and all objects again', async () => {
    server();
    renderApp(pages, '/');
    await userEvent.type(await field(), '1');
    await userEvent.click(await screen.findByRole('option', { name: '更多线索' }));
    await waitFor(() => expect(within(screen.getByRole('group', { name: '线索' })).getAllByRole('option').length).toBeGreaterThan(6));
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByRole('option', { name: '更多线索' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('closed')).toBeInTheDocument();
  });

  it('says when there is nothing, when it failed, and when the index is not complete', async () => {
    const { app, server: msw } = server();
    Object.assign(app.state, { searchBuilding: { done: 40, total: 100 } });
    renderApp(pages, '/');
    await userEvent.type(await field(), 'qqqqqq');
    expect(await screen.findByText('没有找到')).toBeInTheDocument();
    expect(screen.getByText(/40%/)).toBeInTheDocument();
    msw.use(http.get('*/api/v1/search', () => HttpResponse.json({ title: '出错', status: 500, code: 'internal', detail: '出错' }, { status: 500 })));
    await userEvent.type(await field(), 'x');
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });

  it('opens and closes by its keys', async () => {
    server();
    renderApp(pages, '/');
    await field();
    await userEvent.keyboard('{Control>}k{/Control}');
    expect(await screen.findByText('closed')).toBeInTheDocument();
    await userEvent.keyboard('/');
    expect(await field()).toHaveFocus();
  });
});
