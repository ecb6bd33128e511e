import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Field, Outcome } from '@/api/types';
import { Page } from '@/routes/home';
import { renderApp, useTestServer } from '@/test/app';
import { field, objectMeta } from '@/test/fields';
import { every } from '@/api/filter';
import { dueFilter } from './cards';

const server = useTestServer();
const open = () => renderApp({ '/': () => <Page /> }, '/');
const card = (name: string | RegExp) => screen.findByRole('region', { name });

beforeEach(() => localStorage.clear());

const of = (object: string) => [...(server().app.state.records.get(object)?.values() ?? [])].filter((record) => !record.deleted_at);
const admin = () => of('user').find((user) => user.login === 'admin')?.id;

/** All leads are mine, due at these days; nothing else is. */
function dueAt(...days: string[]) {
  const me = admin();
  for (const record of [...of('account'), ...of('contact'), ...of('opportunity'), ...of('task')]) Object.assign(record, { next_follow_up_at: null, due_at: null });
  of('lead').forEach((lead, at) => Object.assign(lead, { next_follow_up_at: days[at] ? `${days[at]}T01:00:00Z` : null, status: 'following', owner: me }));
  return of('lead');
}

describe('what is due', () => {
  const today = { field: 'next_follow_up_at', op: 'lte' as const, value: '@today' };
  const overdue = { and: [today, { field: 'status', op: 'in' as const, value: ['new'] }] };
  const date = field('datetime', { name: 'next_follow_up_at' });
  const option = (name: string, outcome?: Outcome) => ({ name, label: name, labels: {}, color: 'grey' as const, active: true, outcome });
  const status = (more: Partial<Field> = {}) => field('choice', { name: 'status', options: [option('new'), option('kept', 'open'), option('gone', 'failure'), option('made', 'success')], ...more });
  const due = (...fields: Field[]) => dueFilter(objectMeta({ fields: [date, ...fields] }));

  it('leaves out what is over, as the options say', () => {
    expect(due()).toEqual(today);
    expect(due(field('choice', { name: 'status', options: [option('won'), option('lost')] }))).toEqual(today);
    expect(due(status())).toEqual({ and: [today, { field: 'status', op: 'not_in', value: ['gone', 'made'] }] });
    expect(due(status({ required: true }))).toEqual({ and: [today, { field: 'status', op: 'in', value: ['new', 'kept'] }] });
    expect(due(status({ computed: { by: 'lookup' } }))).toEqual(today);
    expect(due(status({ access: 'masked', filterable: false }))).toEqual(today);
    expect(dueFilter(objectMeta({ fields: [status()] }))).toBeNull();
  });

  it('joins conditions without empty ones', () => {
    expect(every(null, undefined)).toBeNull();
    expect(every(null, today)).toEqual(today);
    expect(every(today, overdue)).toEqual({ and: [today, overdue] });
  });
});

describe('the workbench', () => {
  it('begins as the company arranges it, until a person arranges it in another way', async () => {
    server().app.state.arrangements = { everyone: { navigation: null, workbench: [{ kind: 'recent' }] }, roles: [] };
    open();
    await card('最近打开');
    expect(screen.queryByRole('region', { name: '今天要做' })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '整理工作台' }));
    const dialog = await screen.findByRole('dialog', { name: '整理工作台' });
    expect(await within(dialog).findByRole('button', { name: '去掉最近打开' })).toBeInTheDocument();
    expect(within(dialog).queryByRole('button', { name: '去掉今天要做' })).not.toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('combobox', { name: /添加卡片/ }));
    await userEvent.click(await screen.findByTitle('今天要做'));
    await userEvent.click(within(dialog).getByRole('button', { name: /保 ?存/ }));
    await card('今天要做');
  });

  it('shows what is due, the latest first, with the way to all of it', async () => {
    const leads = dueAt('2026-11-20', '2026-11-15');
    open();
    const own = await card('今天要做');
    const rows = await waitFor(() => {
      const found = within(own).getAllByRole('link').filter((link) => /\/o\/lead\/./.test(link.getAttribute('href') ?? ''));
      expect(found).toHaveLength(2);
      return found;
    });
    expect(rows[0]).toHaveTextContent(String(leads[1]?.name));
    expect(rows[0]).toHaveTextContent('逾期');
    expect(within(own).getByRole('link', { name: /^线索\s*2$/ })).toHaveAttribute('href', expect.stringContaining('next_follow_up_at'));
    expect(await card('本月新增')).toBeInTheDocument();
    expect(await card('最近打开')).toHaveTextContent('打开过的记录会出现在这里');
  });

  it('says so when nothing is due, and when it could not be asked', async () => {
    const { server: net } = server();
    dueAt();
    net.use(http.post('*/api/v1/records/task/query', () => HttpResponse.json({ detail: '现在不行' }, { status: 503 }), { once: true }));
    open();
    const own = await card('今天要做');
    expect(await within(own).findByRole('alert')).toBeInTheDocument();
    await userEvent.click(within(own).getByRole('button', { name: '重试' }));
    expect(await within(own).findByText('今天没有要跟进的，也没有逾期的。')).toBeInTheDocument();
  });

  it('is arranged by its person: a card goes, another comes, and it is kept', async () => {
    const { app } = server();
    const user = userEvent.setup();
    of('opportunity').forEach((one) => Object.assign(one, { owner: admin(), stage: 'won' }));
    open();
    await card('最近打开');
    await user.click(screen.getByRole('button', { name: '整理工作台' }));
    const dialog = await screen.findByRole('dialog', { name: '整理工作台' });
    await user.click(within(dialog).getByRole('button', { name: '去掉最近打开' }));
    await user.type(within(dialog).getByRole('combobox', { name: /添加卡片/ }), '商机漏斗');
    await user.click(await screen.findByTitle('商机漏斗'));
    await user.click(within(dialog).getByRole('button', { name: /保\s*存/ }));
    const funnel = await card('商机漏斗');
    expect(await within(funnel).findByRole('link', { name: /赢单/ })).toHaveAttribute('href', expect.stringContaining('stage'));
    expect(screen.queryByRole('region', { name: '最近打开' })).toBeNull();
    const kept = await app.fetch(new Request('http://x/api/v1/me/preferences')).then((answer) => answer.json() as Promise<{ workbench: unknown[] }>);
    expect(kept.workbench).toContainEqual({ kind: 'funnel', object: 'opportunity' });
  });

  it('begins with everyone’s for who looks after others, and stays at what was chosen in this browser', async () => {
    const { server: net } = server();
    const asked: string[] = [];
    net.events.on('request:start', ({ request }) => {
      if (request.method === 'GET') asked.push(decodeURIComponent(request.url));
    });
    open();
    await card('本月新增');
    await waitFor(() => expect(asked.some((url) => url.includes('this_month') && !url.includes('@me'))).toBe(true));
    asked.length = 0;
    await userEvent.click(screen.getByRole('radio', { name: '我的' }));
    await waitFor(() => expect(asked.some((url) => url.includes('this_month') && url.includes('@me'))).toBe(true));
    expect(localStorage.getItem('shuke.workbench.scope')).toBe('"mine"');
    net.events.removeAllListeners();
  });

  it('shows who owns nothing new the way to everyone’s', async () => {
    localStorage.setItem('shuke.workbench.scope', '"mine"');
    for (const object of server().app.state.records.keys()) of(object).forEach((record) => Object.assign(record, { owner: null }));
    open();
    const figures = await card('本月新增');
    await userEvent.click(await within(figures).findByRole('button', { name: '看全部的' }));
    await waitFor(() => expect(screen.getByRole('radio', { name: '全部' })).toBeChecked());
    await waitFor(() => expect(within(figures).queryByRole('button', { name: '看全部的' })).not.toBeInTheDocument());
  });
});
