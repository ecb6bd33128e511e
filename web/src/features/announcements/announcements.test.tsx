import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { api } from '@/api/client';
import { Page as Own } from '@/routes/announcements';
import { Page as Home } from '@/routes/home';
import { Page as Notifications } from '@/routes/notifications';
import { Page as Settings } from '@/routes/settings.announcements';
import { renderApp, useTestServer } from '@/test/app';
import { linked } from './linked';

const server = useTestServer();
const pages = { '/': Home, '/announcements': Own, '/notifications': Notifications, '/settings/announcements': Settings };

interface Kept {
  id: string;
  title: string;
  audience: { departments: string[] } | null;
  ends_at: string | null;
  withdrawn: boolean;
  read: Map<string, string>;
}
const kept = () => [...((server().app.state.announcements as Map<string, Kept> | undefined)?.values() ?? [])];

const person = (login: string) => [...(server().app.state.records.get('user')?.values() ?? [])].find((user) => user.login === login)?.id ?? '';

/** As if somebody else had written it: nobody has read it. */
async function publish(body: object = {}) {
  server();
  const made = await api.post<{ id: string }>('/company/announcements', { title: '周五停机', body: '20:00 起\n详见 https://example.com/x。', ...body });
  for (const one of kept()) one.read.clear();
  return made;
}

beforeEach(() => localStorage.clear());

describe('web addresses in a text', () => {
  const hrefs = (text: string) => linked(text).flatMap((piece) => piece.href ?? []);

  it('end where the sentence goes on, and nothing else is lost', () => {
    const text = '见 https://a.example/b?c=1，或 (http://a.example/x_(y)). 完';
    expect(hrefs(text)).toEqual(['https://a.example/b?c=1', 'http://a.example/x_(y)']);
    expect(linked(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it('are http and https alone', () => {
    expect(hrefs('javascript:alert(1) ftp://a.example a@b.example https://')).toEqual([]);
    expect(linked('')).toEqual([]);
  });
});

describe('announcements for oneself', () => {
  it('stand on the workbench while there are any, and one is read where it leads', async () => {
    const { id } = await publish({ pinned: true });
    await publish({ title: '第二条', body: '乙' });
    const { href } = renderApp(pages, '/');
    const card = await screen.findByRole('region', { name: '公告' });
    expect(card).toHaveTextContent('2 条未读');
    await userEvent.click(within(card).getByRole('link', { name: /周五停机/ }));
    expect(href()).toBe(`/announcements?id=${id}`);
    expect(await screen.findByRole('link', { name: 'https://example.com/x' })).toHaveAttribute('rel', 'noopener noreferrer');
    expect(screen.getByText('置顶')).toBeVisible();
    await waitFor(() => expect(kept()[0]?.read.has(person('admin'))).toBe(true));
    expect(kept()[1]?.read.size).toBe(0);
    await userEvent.click(screen.getByRole('button', { name: /第二条/, expanded: false }));
    expect(await screen.findByText('乙')).toBeVisible();
    await waitFor(() => expect(kept()[1]?.read.size).toBe(1));
    await waitFor(() => expect(screen.queryByText('未读：')).not.toBeInTheDocument());
    await userEvent.click(screen.getByRole('button', { name: /第二条/, expanded: true }));
    expect(screen.queryByText('乙')).not.toBeInTheDocument();
  });

  it('take no place on a workbench where there are none, unless it was given to them', async () => {
    server();
    renderApp(pages, '/');
    await screen.findByRole('region', { name: '最近打开' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(screen.queryByRole('region', { name: '公告' })).not.toBeInTheDocument();
    await api.patch('/me/preferences', { workbench: [{ kind: 'announcements' }] });
    renderApp(pages, '/');
    expect(await screen.findByText('现在没有公告。')).toBeVisible();
  });

  it('are told of, and a notice leads to its own', async () => {
    await publish();
    const state = server().app.state as unknown as { talk: { notices: { user: string }[] }; announcements: Map<string, Kept> };
    expect(state.talk.notices.some((one) => one.user === person('admin'))).toBe(false);
    for (const one of state.talk.notices) one.user = person('admin');
    const { href } = renderApp(pages, '/notifications');
    await userEvent.click((await screen.findAllByRole('link', { name: /公告：周五停机/ }))[0] as HTMLElement);
    expect(href()).toBe(`/announcements?id=${kept()[0]?.id}`);
    await screen.findByText(/20:00 起/);
  });

  it('say so when one is gone', async () => {
    const { id } = await publish();
    await api.delete(`/company/announcements/${id}`);
    renderApp(pages, `/announcements?id=${id}`);
    expect(await screen.findByText(/已经结束或撤下/)).toBeVisible();
    expect(screen.getByText('现在没有公告')).toBeVisible();
  });
});

describe('announcements of a company', () => {
  it('are written, changed, withdrawn and brought back', async () => {
    server();
    renderApp(pages, '/settings/announcements');
    await userEvent.click(await screen.findByRole('button', { name: '新建公告' }));
    const form = within(await screen.findByRole('dialog', { name: '新建公告' }));
    await userEvent.click(form.getByRole('radio', { name: '部分人' }));
    await userEvent.click(form.getByRole('button', { name: /发\s?布/ }));
    expect(await form.findByText('请填写标题')).toBeInTheDocument();
    expect(form.getByText('请填写正文')).toBeInTheDocument();
    expect(form.getByText('请选择发布给谁')).toBeInTheDocument();
    expect(kept()).toHaveLength(0);
    await userEvent.type(form.getByLabelText(/^标题/), '放假安排');
    await userEvent.type(form.getByLabelText(/^正文/), '初一到初七');
    await userEvent.type(form.getByRole('combobox', { name: /^发布给/ }), '华东销售部');
    await userEvent.click(await screen.findByTitle('华东销售部'));
    await userEvent.click(form.getByRole('button', { name: /发\s?布/ }));
    await waitFor(() => expect(kept()[0]).toMatchObject({ title: '放假安排', ends_at: null }));
    expect(kept()[0]?.audience?.departments).toHaveLength(1);
    const row = (await screen.findByText('放假安排')).closest('li') as HTMLElement;
    expect(row).toHaveTextContent('华东销售部');
    expect(row).toHaveTextContent('显示中');

    await userEvent.click(within(row).getByRole('button', { name: '修改公告「放假安排」' }));
    const again = within(await screen.findByRole('dialog', { name: '修改公告' }));
    await userEvent.click(again.getByRole('radio', { name: '所有人' }));
    await userEvent.click(again.getByRole('switch', { name: /^置顶/ }));
    await userEvent.click(again.getByRole('button', { name: /保\s?存/ }));
    await waitFor(() => expect(kept()[0]?.audience).toBeNull());
    expect(await within(row).findByText('置顶')).toBeVisible();

    await userEvent.click(within(row).getByRole('button', { name: '撤下公告「放假安排」' }));
    expect(await screen.findByText('还没有公告')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('放假安排')).toBeVisible();
    expect(kept()[0]?.withdrawn).toBe(false);
  });

  it('name what the server refuses, and who has read', async () => {
    await publish({ ends_at: '2026-12-01T00:00:00Z' });
    const one = kept()[0];
    one?.read.set(person('admin'), '2026-11-20T02:00:00Z');
    renderApp(pages, '/settings/announcements');
    const row = (await screen.findByText('周五停机')).closest('li') as HTMLElement;
    await userEvent.click(within(row).getByRole('button', { name: /谁读了「周五停机」：已读 1\/\d+/ }));
    const drawer = await screen.findByRole('dialog', { name: '谁读了「周五停机」' });
    expect(await within(drawer).findByRole('region', { name: '已读 1 人' })).toBeVisible();
    expect(within(drawer).getByRole('region', { name: /^未读 \d+ 人$/ })).toBeVisible();
    await userEvent.click(within(drawer).getByRole('button', { name: /关闭|Close/ }));

    await userEvent.click(within(row).getByRole('button', { name: '修改公告「周五停机」' }));
    const form = within(await screen.findByRole('dialog', { name: '修改公告' }));
    const end = form.getByLabelText('结束时间');
    await userEvent.clear(end);
    await userEvent.type(end, '2026-11-01 08:00{Enter}');
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    expect(await form.findByText('结束时间要晚于开始时间')).toBeInTheDocument();
  });
});
