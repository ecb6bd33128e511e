/** A record that other people change, delete or take away while one has it open, and a line that goes. */
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MockApp } from '../../mock-server/app.mjs';
import { applyChange } from '@/api/live';
import { setCaller } from '@/api/caller';
import type { Field, LineData, Me } from '@/api/types';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';
import { keep, readKept } from '@/features/record/kept';
import { renderApp, useTestServer, type Screen } from '@/test/app';
import { Page } from './record';

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Page /> };

type Stored = Record<string, unknown> & { id: string; version: number };
const leadOf = (app: MockApp) => [...(app.state.records.get('lead')?.values() ?? [])].find((one) => !one.deleted_at) as Stored;
const personOf = (app: MockApp, not: string) => [...(app.state.records.get('user')?.values() ?? [])].find((one) => one.login !== not) as Stored;
const login = (app: MockApp, name: string) => [...(app.state.records.get('user')?.values() ?? [])].find((one) => one.login === name) as Stored;

// What the test before has left unsaved.
beforeEach(() => {
  for (const name of ['wechat', 'x_items']) keep('lead', leadOf(server().app).id, { name } as Field, null);
});

/** A sub-table of leads. */
function addLines() {
  const what = { name: 'what', label: '内容', labels: { 'zh-CN': '内容' }, kind: 'text', access: 'write', required: false, unique: false, read_only: false, system: false, custom: true, default: null };
  const object = server().app.state.objects.get('lead');
  object?.fields.push({ ...what, name: 'x_items', label: '明细', labels: { 'zh-CN': '明细' }, kind: 'lines', columns: [what] } as never);
  object?.layout.sections[0]?.fields.push('x_items');
}

/** Opens a lead; `other` changes it as somebody else does, and the event reaches this page. */
async function open() {
  const { app, server: msw } = server();
  const lead = leadOf(app);
  const [me, person] = [login(app, 'admin'), personOf(app, 'admin')];
  setCaller({ id: me.id, zone: 'Asia/Shanghai', company: { zone: 'Asia/Shanghai', currency: 'CNY' } } as unknown as Me);
  const shown = renderApp(pages, `/o/lead/${lead.id}`);
  await screen.findByRole('heading', { level: 1, name: String(lead.name) });
  const tell = (screen_: Screen, kind: 'updated' | 'deleted') =>
    act(() => applyChange(screen_.queryClient, { object: 'lead', id: lead.id, kind, version: leadOf(app)?.version ?? lead.version, by: person.id }));
  const other = async (change: Record<string, unknown>, quietly = false) => {
    await app.fetch(new Request(`http://x/api/v1/records/lead/${lead.id}`, { method: 'PATCH', body: JSON.stringify(change) }));
    lead.updated_by = person.id;
    if (!quietly) tell(shown, 'updated');
  };
  const remove = async () => {
    lead.deleted_at = '2026-11-20T02:30:00Z';
    tell(shown, 'deleted');
  };
  return { app, msw, lead, person, other, remove, shown };
}

async function type(label: string, text: string) {
  await userEvent.click(await screen.findByRole('button', { name: `编辑${label}` }));
  const box = screen.getByRole('textbox', { name: label });
  await userEvent.clear(box);
  await userEvent.type(box, text);
  return box;
}

describe('while somebody else changes the record', () => {
  it('takes over what one is not editing, and says who changed it', async () => {
    const { other, person } = await open();
    await other({ company: '新换的公司' });
    expect(await screen.findByText('新换的公司', { selector: 'dd *' })).toBeInTheDocument();
    expect(await screen.findByText(`${String(person.name)} 刚刚修改了公司`)).toBeInTheDocument();
  });

  it('keeps what one types, shows both, and goes on with one’s own', async () => {
    const { app, other, person } = await open();
    const box = await type('微信', 'wx_mine');
    await other({ wechat: 'wx_theirs' });
    const asked = await screen.findByRole('group', { name: '“微信”刚刚被别人改过' });
    expect(asked).toHaveTextContent(`${String(person.name)} 刚刚改成了`);
    expect(asked).toHaveTextContent('wx_theirs');
    expect(box).toHaveValue('wx_mine');
    await userEvent.click(within(asked).getByRole('button', { name: '保留我的' }));
    expect(screen.getByRole('textbox', { name: '微信' })).toHaveValue('wx_mine');
    await userEvent.type(screen.getByRole('textbox', { name: '微信' }), '2{Enter}');
    await waitFor(() => expect(leadOf(app).wechat).toBe('wx_mine2'));
  });

  it('takes theirs without saving anything', async () => {
    const { app, other } = await open();
    await type('微信', 'wx_mine');
    await other({ wechat: 'wx_theirs' });
    await userEvent.click(await screen.findByRole('button', { name: '采用对方的' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: '微信' })).toBeNull());
    expect(screen.getByText('wx_theirs', { selector: 'dd *' })).toBeInTheDocument();
    expect(leadOf(app).wechat).toBe('wx_theirs');
    expect(leadOf(app).version).toBe(2);
  });

  it('asks when it is saved unseen, compares the texts, and saves the choice', async () => {
    const { app, other } = await open();
    const box = await type('微信', '我们的微信号');
    await other({ wechat: '他们的微信号' }, true);
    await userEvent.type(box, '{Enter}');
    const asked = await screen.findByRole('group', { name: '“微信”刚刚被别人改过' });
    expect(asked).toHaveTextContent('他们的微信号');
    expect(asked).toHaveTextContent('我们的微信号');
    await userEvent.click(within(asked).getByRole('button', { name: '查看差异' }));
    expect(asked.querySelector('del')).toHaveTextContent('他');
    expect(asked.querySelector('ins')).toHaveTextContent('我');
    expect(leadOf(app).wechat).toBe('他们的微信号');
    await userEvent.click(within(asked).getByRole('button', { name: '保留我的' }));
    await waitFor(() => expect(leadOf(app).wechat).toBe('我们的微信号'));
    expect(screen.queryByRole('group', { name: '“微信”刚刚被别人改过' })).toBeNull();
  });

  it('does not take one’s own earlier save for somebody else’s', async () => {
    const { app } = await open();
    const box = await type('微信', 'wx_1');
    await userEvent.type(box, '{Enter}');
    await type('微信', 'wx_2');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(leadOf(app).wechat).toBe('wx_2'));
    expect(screen.queryByRole('group', { name: '“微信”刚刚被别人改过' })).toBeNull();
  });

  it('tells of a change wherever it stands, also in a sub-table', async () => {
    addLines();
    const { other } = await open();
    await other({ x_items: [{ id: '1', what: '他们的' }] });
    const told = await screen.findByText('明细刚刚被修改');
    expect(told).toHaveAttribute('role', 'status');
  });

  it('shows both when the lines that one fills in were changed, and either can be chosen', async () => {
    addLines();
    const { app, other } = await open();
    const whats = () => (leadOf(app).x_items as LineData[] | undefined)?.map((line) => line.what);
    const table = await screen.findByRole('region', { name: '明细' });
    const fill = async (what: string) => {
      await userEvent.click(within(table).getByRole('button', { name: /^(添加一行|编辑)$/ }));
      await userEvent.click(await within(table).findByRole('gridcell', { name: '第 1 行 内容' }));
      const box = await within(table).findByRole('textbox', { name: '第 1 行 内容' });
      await userEvent.clear(box);
      await userEvent.type(box, what);
    };
    const asked = () => within(table).findByRole('group', { name: '“明细”刚刚被别人改过' });
    const save = () => userEvent.click(within(table).getByRole('button', { name: '保存' }));

    // It comes while one types: the grid stays, and goes on with one's own.
    await fill('我的');
    await other({ x_items: [{ id: '1', what: '他们的' }] });
    expect(await within(await asked()).findByRole('cell', { name: '他们的' })).toBeInTheDocument();
    expect(within(table).getByRole('textbox', { name: '第 1 行 内容' })).toHaveValue('我的');
    await userEvent.click(within(table).getByRole('button', { name: '保留我的' }));
    await waitFor(() => expect(within(table).queryByRole('group', { name: '“明细”刚刚被别人改过' })).toBeNull());
    expect(within(table).getByRole('gridcell', { name: '第 1 行 内容' })).toHaveTextContent('我的');
    expect(whats()).toEqual(['他们的']);
    await save();
    await waitFor(() => expect(whats()).toEqual(['我的']));

    // It is noticed at save: both stand there, and theirs is taken.
    await waitFor(() => expect(within(table).queryByRole('grid')).toBeNull());
    await fill('我的第二稿');
    await other({ x_items: [{ id: '1', what: '他们的第二稿' }] }, true);
    await save();
    const box = within(await asked());
    expect(box.getByRole('cell', { name: '他们的第二稿' })).toBeInTheDocument();
    expect(box.getByRole('cell', { name: '我的第二稿' })).toBeInTheDocument();
    expect(whats()).toEqual(['他们的第二稿']);
    await userEvent.click(box.getByRole('button', { name: '采用对方的' }));
    expect(await within(table).findByRole('cell', { name: '他们的第二稿' })).toBeInTheDocument();
    expect(readKept('lead', leadOf(app).id)).toEqual({});
    expect(whats()).toEqual(['他们的第二稿']);
  });

  it('says who is here and which field they are at', async () => {
    const { lead, person } = await open();
    const user = { id: person.id, object: 'user', name: String(person.name) };
    await screen.findByRole('button', { name: '编辑微信' });
    await waitFor(() => {
      act(() => void window.dispatchEvent(new CustomEvent(LIVE_EVENT, { detail: { type: 'presence', data: { object: 'lead', id: lead.id, people: [{ user, field: 'wechat' }] } } })));
      expect(screen.getByRole('img', { name: `${user.name} 正在编辑微信` })).toBeInTheDocument();
    });
    expect(screen.getByText(`${user.name} 正在编辑`)).toBeInTheDocument();
  });
});

describe('a record that goes', () => {
  it('into the bin: says so where one edits, keeps what was typed, and can be brought back', async () => {
    const { app, lead, msw } = await open();
    const box = await type('微信', 'wx_lost');
    msw.use(http.get('*/api/v1/records/lead/:id', () => (lead.deleted_at ? HttpResponse.json({ ...lead, object: 'lead', deleted_at: lead.deleted_at, deleted_by: { id: '1', object: 'user', name: '李雷' }, updated_by: null, created_by: null, owner: null, can: ['delete'] }) : undefined)));
    lead.deleted_at = '2026-11-20T02:30:00Z';
    await userEvent.type(box, '{Enter}');
    expect(await screen.findByText('李雷 删除了这条记录，现在只能查看。')).toBeInTheDocument();
    expect(await screen.findByText('wx_lost')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '恢复' }));
    await waitFor(() => expect(leadOf(app).deleted_at).toBeFalsy());
  });

  it('out of sight: tells it in place, with what was typed', async () => {
    const { remove } = await open();
    await type('微信', 'wx_lost');
    await remove();
    expect(await screen.findByText('这条线索已经看不到了')).toBeInTheDocument();
    const typed = screen.getByRole('region', { name: '您填写但尚未保存的内容' });
    expect(typed).toHaveTextContent('wx_lost');
    expect(within(typed).getByRole('button', { name: '复制内容' })).toBeInTheDocument();
  });

  it('out of one’s hands: the right to change it went', async () => {
    const { app, lead, msw, shown } = await open();
    const box = await type('微信', 'wx_late');
    msw.use(
      http.get('*/api/v1/records/lead/:id', async ({ request }) => {
        const answer = (await (await app.fetch(request.clone())).json()) as Record<string, unknown>;
        return HttpResponse.json({ ...answer, can: [] });
      }),
    );
    await act(() => shown.queryClient.invalidateQueries({ queryKey: ['record', 'lead', lead.id] }));
    expect(await screen.findByText('您已没有修改这条记录的权限，无法保存。')).toBeInTheDocument();
    await userEvent.type(box, '{Enter}');
    expect(await screen.findByText('wx_late')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: '复制内容' })).toBeInTheDocument();
    expect(leadOf(app).wechat).not.toBe('wx_late');
  });
});

describe('a line that goes while one edits', () => {
  it('keeps the value, also over a reload, and sends it once the server answers', async () => {
    const { app, lead, msw } = await open();
    let away = true;
    msw.use(http.patch('*/api/v1/records/lead/:id', ({ request }) => (away ? HttpResponse.error() : app.fetch(request.clone()))));
    const box = await type('微信', 'wx_offline');
    await userEvent.type(box, '{Enter}');
    expect(await screen.findByText('连接断开，已保存在本机，恢复后自动提交。')).toBeInTheDocument();
    expect(screen.getByText('wx_offline')).toBeInTheDocument();
    expect(readKept('lead', lead.id).wechat?.waiting).toBe(true);
    away = false;
    renderApp(pages, `/o/lead/${lead.id}`);
    await waitFor(() => expect(leadOf(app).wechat).toBe('wx_offline'));
    await waitFor(() => expect(readKept('lead', lead.id)).toEqual({}));
  });

  it('asks first when somebody else was there meanwhile', async () => {
    const { app, msw, other } = await open();
    msw.use(http.patch('*/api/v1/records/lead/:id', () => HttpResponse.error(), { once: true }));
    const box = await type('微信', 'wx_offline');
    await other({ wechat: 'wx_theirs' }, true);
    await userEvent.type(box, '{Enter}');
    const asked = await screen.findByRole('group', { name: '“微信”刚刚被别人改过' });
    expect(asked).toHaveTextContent('wx_theirs');
    expect(asked).toHaveTextContent('wx_offline');
    expect(leadOf(app).wechat).toBe('wx_theirs');
  });

  it('offers what was typed and left when the page is opened again', async () => {
    const { app, lead } = await open();
    await type('微信', 'wx_typed');
    renderApp(pages, `/o/lead/${lead.id}`);
    const said = await screen.findByText('上次填写的内容还没有保存。');
    const field = within(said.closest('dd') as HTMLElement);
    expect(field.getByText('wx_typed')).toBeInTheDocument();
    await userEvent.click(field.getByRole('button', { name: '保存' }));
    await waitFor(() => expect(leadOf(app).wechat).toBe('wx_typed'));
  });
});

describe('beside and above a record', () => {
  it('what its deals are worth, those still open and those won', async () => {
    const { app } = server();
    const deals = [...(app.state.records.get('opportunity')?.values() ?? [])].filter((one) => !one.deleted_at);
    const account = String(deals[0]?.account);
    deals.forEach((deal, at) => Object.assign(deal, { account: at < 3 ? account : null, stage: at === 2 ? 'won' : 'contact', amount: { amount: `${(at + 1) * 1000}.00`, currency: 'CNY' } }));
    renderApp(pages, `/o/account/${account}`);
    const card = await screen.findByRole('region', { name: '商机' });
    await waitFor(() => expect(card).toHaveTextContent(/进行中 ¥3,000/));
    expect(card).toHaveTextContent(/¥3,000.*赢单 ¥3,000/);
  });

  it('a section that is a card stands on top, and its empty fields are filled in there', async () => {
    const { app } = server();
    const lead = leadOf(app);
    const layout = app.state.objects.get('lead')?.layout as { sections: { fields: string[]; card?: boolean; labels?: unknown; label?: string }[] };
    layout.sections = [
      { labels: { 'zh-CN': '老样子', en: 'The usual' }, label: '老样子', fields: ['wechat', 'email'], card: true },
      { labels: { 'zh-CN': '基本', en: 'Basics' }, label: '基本', fields: ['name', 'company'] },
    ];
    Object.assign(lead, { wechat: 'wx_usual', email: null });
    renderApp(pages, `/o/lead/${lead.id}`);
    const card = await screen.findByRole('region', { name: '老样子' });
    expect(card).toHaveTextContent('wx_usual');
    expect(within(screen.getByRole('region', { name: '详情' })).queryByText('wx_usual')).toBeNull();
    await userEvent.click(within(card).getByRole('button', { name: /补充 1 项/ }));
    await userEvent.click(within(card).getByRole('button', { name: '编辑邮箱' }));
    await userEvent.type(within(card).getByRole('textbox', { name: '邮箱' }), 'tea@example.com{Enter}');
    await waitFor(() => expect(leadOf(app).email).toBe('tea@example.com'));
  });
});
