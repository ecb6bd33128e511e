/** What one goes on typing while the line is gone, is never lost, and not sent behind one's back. */
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MockApp } from '../../mock-server/app.mjs';
import { setCaller } from '@/api/caller';
import type { Field, LineData, Me } from '@/api/types';
import { setConnection } from '@/app/shell/connection';
import { keep, readKept } from '@/features/record/kept';
import { editing } from '@/features/record/presence';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './record';

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Page /> };
const WAITING = '连接断开，已保存在本机，恢复后自动提交。';

type Stored = Record<string, unknown> & { id: string; version: number };
const leadOf = (app: MockApp) => [...(app.state.records.get('lead')?.values() ?? [])].find((one) => !one.deleted_at) as Stored;
const text = (name: string, label: string): Record<string, unknown> => ({ name, label, labels: { 'zh-CN': label, en: label }, kind: 'text', access: 'write', required: false, unique: false, read_only: false, system: false, custom: true, helps: null, default: null });
const items = { ...text('x_items', '明细'), kind: 'lines', columns: [text('what', '内容')] };
const open = () => {
  const lead = leadOf(server().app);
  return renderApp(pages, `/o/lead/${lead.id}`);
};

let away = false;
/** The changes that came to the server. */
let sent: Record<string, unknown>[] = [];

beforeEach(() => {
  const { app, server: msw } = server();
  const lead = leadOf(app);
  for (const name of ['wechat', 'x_items']) keep('lead', lead.id, { name } as Field, null);
  [away, sent] = [false, []];
  setConnection('online');
  const me = [...(app.state.records.get('user')?.values() ?? [])].find((one) => one.login === 'admin') as Stored;
  setCaller({ id: me.id, zone: 'Asia/Shanghai', company: { zone: 'Asia/Shanghai', currency: 'CNY' } } as unknown as Me);
  msw.use(
    http.patch('*/api/v1/records/lead/:id', async ({ request }) => {
      sent.push((await request.clone().json()) as Record<string, unknown>);
      return away ? HttpResponse.error() : app.fetch(request.clone());
    }),
  );
});

/** The line comes back, as the event stream tells it. */
const back = async () => {
  away = false;
  await act(async () => setConnection('offline'));
  await act(async () => setConnection('online'));
};

async function type(label: string, words: string) {
  await userEvent.click(await screen.findByRole('button', { name: `编辑${label}` }));
  const box = screen.getByRole('textbox', { name: label });
  await userEvent.clear(box);
  await userEvent.type(box, words);
  return box;
}

describe('a sub-table', () => {
  const whats = (app: MockApp) => (leadOf(app).x_items as LineData[] | undefined)?.map((line) => line.what);
  const table = () => screen.findByRole('region', { name: '明细' });
  async function addLine(what: string) {
    const card = await table();
    await userEvent.click(within(card).getByRole('button', { name: /^(添加一行|编辑)$/ }));
    const cell = await within(card).findByRole('gridcell', { name: '第 1 行 内容' });
    await userEvent.click(cell);
    const box = await within(card).findByRole('textbox', { name: '第 1 行 内容' });
    await userEvent.clear(box);
    await userEvent.type(box, what);
    return card;
  }
  beforeEach(() => {
    const { app } = server();
    const object = app.state.objects.get('lead');
    object?.fields.push(items as never);
    object?.layout.sections[0]?.fields.push('x_items');
  });

  it('waits for the line to read, and what is typed on over it is kept and saved', async () => {
    const { app } = server();
    away = true;
    open();
    const card = await addLine('第一稿');
    await userEvent.click(within(card).getByRole('button', { name: '保存' }));
    expect(await within(card).findByText(WAITING)).toBeInTheDocument();
    expect(within(card).queryByRole('grid')).toBeNull();
    expect(within(card).getByRole('cell', { name: '第一稿' })).toBeInTheDocument();

    await addLine('第二稿');
    sent = [];
    await back();
    expect(sent).toEqual([]);
    expect(within(card).getByRole('textbox', { name: '第 1 行 内容' })).toHaveValue('第二稿');
    await userEvent.click(within(card).getByRole('button', { name: '保存' }));
    await waitFor(() => expect(whats(app)).toEqual(['第二稿']));
    await waitFor(() => expect(within(card).queryByRole('grid')).toBeNull());
    expect(within(card).queryByRole('group')).toBeNull();
    expect(readKept('lead', leadOf(app).id)).toEqual({});
  });

  it('goes on to wait with its ways when a retry fails, and asks when somebody else was there meanwhile', async () => {
    const { app } = server();
    away = true;
    open();
    const card = await addLine('我的');
    await userEvent.click(within(card).getByRole('button', { name: '保存' }));
    expect(await within(card).findByText(WAITING)).toBeInTheDocument();
    sent = [];
    await act(async () => setConnection('offline'));
    await act(async () => setConnection('online'));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(within(card).getByText(WAITING)).toBeInTheDocument();
    expect(within(card).getByRole('button', { name: '复制内容' })).toBeInTheDocument();
    expect(within(card).getByRole('button', { name: '放弃' })).toBeInTheDocument();
    expect(readKept('lead', leadOf(app).id).x_items?.waiting).toBe(true);

    const url = `http://x/api/v1/records/lead/${leadOf(app).id}`;
    await app.fetch(new Request(url, { method: 'PATCH', body: JSON.stringify({ x_items: [{ id: '1', what: '他们的' }] }) }));
    await back();
    const asked = await within(card).findByRole('group', { name: '“明细”刚刚被别人改过' });
    expect(within(asked).getByRole('cell', { name: '他们的' })).toBeInTheDocument();
    expect(within(card).queryByText(WAITING)).toBeNull();
    await userEvent.click(within(asked).getByRole('button', { name: '保留我的' }));
    await waitFor(() => expect(whats(app)).toEqual(['我的']));
    await waitFor(() => expect(readKept('lead', leadOf(app).id)).toEqual({}));
  });

  it('that was left is shown with its ways after a reload, without taking the focus', async () => {
    const { app } = server();
    open();
    await addLine('没保存');
    cleanup();
    open();
    const card = await table();
    expect(await within(card).findByText('上次填写的内容还没有保存。')).toBeInTheDocument();
    expect(within(card).getByRole('cell', { name: '没保存' })).toBeInTheDocument();
    expect(within(card).queryByRole('grid')).toBeNull();
    expect(document.body).toHaveFocus();
    await userEvent.click(within(card).getByRole('button', { name: '保存' }));
    await waitFor(() => expect(whats(app)).toEqual(['没保存']));
  });

  it('still shows what was typed when the right to change it went', async () => {
    const { app, server: msw } = server();
    open();
    await addLine('没权限了');
    cleanup();
    msw.use(
      http.get('*/api/v1/records/lead/:id', async ({ request }) => {
        const answer = (await (await app.fetch(request.clone())).json()) as Record<string, unknown>;
        return HttpResponse.json({ ...answer, can: [] });
      }),
    );
    open();
    const card = await table();
    expect(await within(card).findByRole('cell', { name: '没权限了' })).toBeInTheDocument();
    expect(within(card).getByRole('button', { name: '复制内容' })).toBeInTheDocument();
    expect(within(card).queryByRole('button', { name: '保存' })).toBeNull();
  });
});

describe('a field that waits', () => {
  it('is not sent while it is open again, and what it becomes is no conflict with oneself', async () => {
    const { app } = server();
    away = true;
    open();
    await userEvent.type(await type('微信', 'wx_first'), '{Enter}');
    expect(await screen.findByText(WAITING)).toBeInTheDocument();
    const box = await type('微信', 'wx_second');
    sent = [];
    await back();
    expect(sent).toEqual([]);
    expect(box).toHaveValue('wx_second');
    await userEvent.type(box, '{Enter}');
    await waitFor(() => expect(leadOf(app).wechat).toBe('wx_second'));
    expect(sent).toEqual([{ wechat: 'wx_second' }]);
    await waitFor(() => expect(screen.queryByText(WAITING)).toBeNull());
    expect(screen.queryByRole('group', { name: '“微信”刚刚被别人改过' })).toBeNull();
  });
});

describe('what a change made necessary', () => {
  const why = { ...text('x_why', '缘由'), rules: { required_when: { field: 'wechat', op: 'eq', value: 'wx_why' } } };
  beforeEach(() => {
    const object = server().app.state.objects.get('lead');
    object?.fields.push(why as never);
  });
  async function changeAndSay() {
    open();
    await userEvent.type(await type('微信', 'wx_why'), '{Enter}');
    const dialog = await screen.findByRole('dialog', { name: '修改“微信”，还需要填写' });
    await userEvent.type(await within(dialog).findByRole('textbox', { name: /^缘由/ }), '换了号');
    await userEvent.click(within(dialog).getByRole('button', { name: '保存' }));
  }

  it('waits with it for the line, and is not asked for again', async () => {
    const { app } = server();
    away = true;
    await changeAndSay();
    expect(await screen.findByText(WAITING)).toBeInTheDocument();
    sent = [];
    await back();
    await waitFor(() => expect(leadOf(app)).toMatchObject({ wechat: 'wx_why', x_why: '换了号' }));
    expect(sent).toEqual([{ wechat: 'wx_why', x_why: '换了号' }]);
    expect(screen.queryByRole('dialog', { name: '修改“微信”，还需要填写' })).toBeNull();
  });

  it('is saved with it also when it makes a possible duplicate and one saves all the same', async () => {
    const { app, server: msw } = server();
    const problem = { status: 409, code: 'possible_duplicate', title: '可能重复', duplicates: [{ id: null, name: null, owner: null, last_follow_up_on: null, can_merge: false, reasons: [] }] };
    msw.use(http.patch('*/api/v1/records/lead/:id', ({ request }) => (new URL(request.url).search ? undefined : HttpResponse.json(problem, { status: 409 }))));
    await changeAndSay();
    await userEvent.click(await screen.findByRole('button', { name: '仍然保存' }));
    await waitFor(() => expect(leadOf(app)).toMatchObject({ wechat: 'wx_why', x_why: '换了号' }));
  });
});

describe('what is told of as being edited', () => {
  it('is nothing any more when the page is left with a field open', async () => {
    const { app } = server();
    open();
    await type('微信', 'wx_open');
    expect(editing.get()).toEqual({ id: leadOf(app).id, field: 'wechat' });
    cleanup();
    expect(editing.get()).toBeNull();
  });
});
