import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { Page as Notifications } from '@/routes/notifications';
import { Page as Record } from '@/routes/record';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import { tell } from '../../../mock-server/talk.mjs';
import { Bell } from './Bell';

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Record />, '/notifications': () => <Notifications />, '/bell': () => <Bell /> };

const users = ({ app }: TestServer) => [...(app.state.records.get('user')?.values() ?? [])];
const lead = ({ app }: TestServer) => {
  const found = [...(app.state.records.get('lead')?.values() ?? [])].find((one) => !one.deleted_at);
  if (!found) throw new Error('the mock has no leads');
  return found;
};
const me = (test: TestServer) => users(test).find((one) => one.login === 'admin') ?? users(test)[0];
const other = (test: TestServer) => users(test).find((one) => one.id !== me(test)?.id);

/** Somebody tells the administrator of something. */
function told(test: TestServer, notice: object) {
  tell({ state: test.app.state, userId: String(other(test)?.id) }, String(me(test)?.id), notice);
}

describe('a comment', () => {
  it('is written with a mention chosen by keys, changed, deleted and brought back', async () => {
    const test = server();
    const name = String(other(test)?.name);
    renderApp(pages, `/o/lead/${lead(test).id}`);
    await userEvent.click(within(await screen.findByRole('radiogroup', { name: '写跟进、任务或评论' })).getByRole('radio', { name: '评论' }));
    const box = await screen.findByRole('textbox', { name: '评论' });
    await userEvent.type(box, `请 @${name[0]}`);
    // Chosen only once the answer belongs to what was typed.
    await screen.findByRole('option', { selected: true });
    await userEvent.keyboard('{Enter}');
    expect((box as HTMLTextAreaElement).value).toMatch(/^请 @\S+ $/);
    await userEvent.type(box, '看看{Control>}{Enter}{/Control}');
    const chip = await screen.findByText(/^@\S+$/);
    expect(chip.parentElement).toHaveTextContent(/^请 @\S+ 看看$/);
    expect(box).toHaveValue('');
    // The author follows the record since.
    expect(await screen.findByRole('button', { name: '已关注，共 1 人' })).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: /评论的操作/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '编辑' }));
    const entry = screen.getByText('发表了评论').closest('li') as HTMLElement;
    const editor = within(entry).getByRole('textbox', { name: '评论' });
    await userEvent.type(editor, '，谢谢');
    await userEvent.click(within(entry).getByRole('button', { name: '保存' }));
    expect(await screen.findByText('已编辑')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: /评论的操作/ }));
    await userEvent.click(await screen.findByRole('menuitem', { name: '删除' }));
    await waitFor(() => expect(screen.queryByText('发表了评论')).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: '撤销' }));
    expect(await screen.findByText('发表了评论')).toBeInTheDocument();
  });

  it('speaks to whom was typed, though Enter came before the answer', async () => {
    const test = server();
    const name = String(users(test)[3]?.name);
    renderApp(pages, `/o/lead/${lead(test).id}`);
    await userEvent.click(within(await screen.findByRole('radiogroup', { name: '写跟进、任务或评论' })).getByRole('radio', { name: '评论' }));
    const box = await screen.findByRole('textbox', { name: '评论' });
    await userEvent.type(box, '请 @');
    expect((await screen.findAllByRole('option')).length).toBeGreaterThan(2);
    await userEvent.type(box, `${name.slice(0, 2)}{Enter}`);
    await waitFor(() => expect(box).toHaveValue(`请 @${name} `));
  });

  it('keeps what was written when the server refuses, and after a reload', async () => {
    const test = server();
    const message = '王五看不到这条记录，不能提及';
    test.server.use(http.post('*/comments', () => HttpResponse.json({ title: 'x', status: 422, code: 'invalid', errors: [{ field: 'mentions[0]', code: 'mention_unseen', message }] }, { status: 422 })));
    renderApp(pages, `/o/lead/${lead(test).id}`);
    await userEvent.click(within(await screen.findByRole('radiogroup', { name: '写跟进、任务或评论' })).getByRole('radio', { name: '评论' }));
    await userEvent.type(await screen.findByRole('textbox', { name: '评论' }), '先别打电话');
    await userEvent.click(screen.getByRole('button', { name: '发送' }));
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: '评论' })).toHaveValue('先别打电话');
    expect(localStorage.getItem(`shuke.comment.lead.${lead(test).id}`)).toContain('先别打电话');
  });
});

describe('notices', () => {
  it('are counted at the bell, and a line leads to its record and counts as read', async () => {
    const test = server();
    told(test, { kind: 'mentioned', object: 'lead', record: lead(test).id, text: '约个时间' });
    told(test, { kind: 'assigned', object: 'lead', record: lead(test).id, count: 4 });
    told(test, { kind: 'commented', object: 'lead', record: null });
    const { href } = renderApp(pages, '/bell');
    await userEvent.click(await screen.findByRole('button', { name: '通知，3 条未读' }));
    const panel = await screen.findByRole('dialog', { name: '通知' });
    expect(await within(panel).findByText(/等交给了您，另有 3 条/)).toBeInTheDocument();
    expect(within(panel).getByText(/评论的记录，您现在看不到了/)).toBeInTheDocument();
    await userEvent.click(within(panel).getByText('约个时间'));
    expect(href()).toBe(`/o/lead/${lead(test).id}`);
    const { notices } = test.app.state.talk as { notices: { notice: { read: boolean } }[] };
    await waitFor(() => expect(notices.filter((one) => one.notice.read)).toHaveLength(1));
  });

  it('are read all at once, and kinds are left out', async () => {
    const test = server();
    told(test, { kind: 'import_ended', object: 'lead', detail: { state: 'done', inserted: 12, updated: 3, failed: 1 } });
    renderApp(pages, '/notifications');
    expect(await screen.findByText(/导入完成：新增 12，更新 3，失败 1/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '全部已读' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: '全部已读' })).toBeNull());
    await userEvent.click(screen.getByRole('radio', { name: '未读' }));
    expect(await screen.findByText('没有未读通知')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('switch', { name: '有人在评论里提到我' }));
    await waitFor(() => expect(screen.getByRole('switch', { name: '有人在评论里提到我' })).not.toBeChecked());
  });

  it('that can not be read say so, and can be asked for again', async () => {
    const test = server();
    test.server.use(http.get('*/notifications', () => HttpResponse.json({ title: 'x', status: 503, code: 'unavailable', detail: '数据库忙' }, { status: 503 })));
    renderApp(pages, '/notifications');
    expect(await screen.findByRole('button', { name: '重试' })).toBeInTheDocument();
  });
});
