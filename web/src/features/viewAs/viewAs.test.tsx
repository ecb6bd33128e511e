import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { useMe } from '@/api/meta';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import { ViewAsDialog } from './ViewAsDialog';
import { ViewAsStrip } from './ViewAsStrip';

const server = useTestServer();
const assign = vi.fn();

beforeEach(() => {
  vi.stubGlobal('location', { ...window.location, href: window.location.href, assign });
});
afterEach(() => {
  vi.unstubAllGlobals();
  assign.mockReset();
});

const viewings = ({ app }: TestServer) => app.state.viewings as Map<unknown, { user: string; by: { name: string } }>;
const idOf = ({ app }: TestServer, name: string) => [...(app.state.records.get('user')?.values() ?? [])].find((one) => one.name === name)?.id as string;

function Strip() {
  const me = useMe();
  return me.viewing ? <ViewAsStrip me={me} until={new Date(Date.now() + 12 * 60_000 - 1_000).toISOString()} /> : <p>{me.name}</p>;
}

describe('looking as somebody else', () => {
  it('reads boards, and neither changes anything nor reads what one signs in with', async () => {
    const current = server();
    viewings(current).set(undefined, { user: idOf(current, '孙浩然'), by: { name: '管理员' } });
    const call = async (method: string, path: string, body?: unknown) =>
      (await current.app.fetch(new Request(`http://x/api/v1${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) }))).status;
    expect(await call('POST', '/records/lead/board', { group: 'status', fields: ['name'] })).toBe(200);
    expect(await call('POST', '/records/lead/query', { limit: 1 })).toBe(200);
    for (const [method, path] of [['POST', '/records/lead'], ['PATCH', '/me'], ['GET', '/me/sessions'], ['GET', '/tokens']] as const) {
      expect(await call(method, path, method === 'GET' ? undefined : {})).toBe(403);
    }
  });

  it('begins with a person', async () => {
    const current = server();
    renderApp({ '/': () => <ViewAsDialog onClose={() => undefined} /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: '开始查看' }));
    expect(await screen.findByText('请选择另一个人')).toBeInTheDocument();
    await userEvent.type(await screen.findByRole('combobox', { name: /以谁的身份/ }), '孙浩然');
    await userEvent.click(await screen.findByTitle('孙浩然'));
    await userEvent.click(screen.getByRole('button', { name: '开始查看' }));
    await waitFor(() => expect([...viewings(current).values()][0]?.user).toBe(idOf(current, '孙浩然')));
    await waitFor(() => expect(assign).toHaveBeenCalledWith('/'));
  });

  it('is said on the page, and ends there', async () => {
    const current = server();
    viewings(current).set(undefined, { user: idOf(current, '孙浩然'), by: { name: '管理员' } });
    renderApp({ '/': Strip }, '/');
    expect(await screen.findByText('正以 孙浩然 的身份查看 · 只读')).toBeInTheDocument();
    expect(screen.getByText('还剩 12 分钟')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '结束' }));
    await waitFor(() => expect(viewings(current).size).toBe(0));
    await waitFor(() => expect(assign).toHaveBeenCalledWith('/'));
  });

  it('changes nothing as oneself once it is over, says so, and shows oneself', async () => {
    const current = server();
    viewings(current).set(undefined, { user: idOf(current, '孙浩然'), by: { name: '管理员' } });
    renderApp({ '/': Strip }, '/');
    await screen.findByText('正以 孙浩然 的身份查看 · 只读');
    const leads = () => current.app.state.records.get('lead')?.size;
    const before = leads();
    viewings(current).clear();
    const write = () => api.post('/records/lead', { name: '误建' });
    await expect(write()).rejects.toMatchObject({ code: 'view_as_over', message: expect.stringContaining('已经结束') as string });
    expect(leads()).toBe(before);
    await waitFor(() => expect(screen.queryByText('正以 孙浩然 的身份查看 · 只读')).toBeNull());
    // Refused once: now the page shows oneself.
    await write();
    expect(leads()).toBe((before ?? 0) + 1);
  });
});
