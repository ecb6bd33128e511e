import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MockApp } from '../../mock-server/app.mjs';
import { compactMoney } from '@/fields/format/number';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './record';

// Tabs are fetched lazily, and machines that build at the same time are slow.

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Page /> };

/** jsdom has no layout: without sizes a virtual list would show nothing. */
beforeEach(() => {
  Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, value: 1200 });
});

const rowsOf = (app: MockApp, object: string) => [...(app.state.records.get(object)?.values() ?? [])].filter((one) => !one.deleted_at);
const idOf = (value: unknown) => (value as { id?: string } | null)?.id ?? value;

/** An account with contacts and opportunities. */
function someAccount(app: MockApp) {
  const of = (object: string, id: string) => rowsOf(app, object).filter((one) => idOf(one.account) === id);
  const account = rowsOf(app, 'account').find((one) => of('contact', one.id).length > 0 && of('opportunity', one.id).length > 0);
  if (!account) throw new Error('the mock has no account with contacts');
  return { account, contacts: of('contact', account.id), opportunities: of('opportunity', account.id) };
}

const tab = (name: RegExp) => screen.findByRole('tab', { name });
const layout = (app: MockApp, change: object) => {
  const meta = app.state.objects.get('account');
  if (!meta) throw new Error('no accounts');
  Object.assign(meta.layout, change);
};
const tabNames = async () => {
  await screen.findByRole('tab', { name: '变更历史' });
  return screen.getAllByRole('tab').map((one) => one.textContent?.replace(/\d.*$/, ''));
};

describe('tabs of related lists', () => {
  it('show the related records as their object is listed, and stand in the address', async () => {
    const { app } = server();
    const { account, contacts } = someAccount(app);
    const { href } = renderApp(pages, `/o/account/${account.id}`);
    await userEvent.click(await tab(/^联系人/));
    const grid = await screen.findByRole('grid', { name: '联系人' });
    expect(href()).toContain('tab=contact.account');
    const meta = app.state.objects.get('contact');
    const labels = (meta?.list_columns ?? []).filter((name) => name !== 'account').map((name) => meta?.fields.find((field) => field.name === name)?.labels['zh-CN']);
    const heads = within(grid).getAllByRole('columnheader').map((one) => one.textContent);
    expect(heads.slice(1)).toEqual(labels);
    for (const contact of contacts) expect(await within(grid).findByRole('link', { name: String(contact.name) })).toBeInTheDocument();
    expect(within(grid).getAllByRole('row')).toHaveLength(contacts.length + 1);
    expect(await screen.findByRole('tab', { name: new RegExp(`^联系人${contacts.length}$`) })).toHaveAttribute('aria-selected', 'true');
  });

  it('open from an address, and by the keyboard lead to a record', async () => {
    const { app } = server();
    const { account, contacts } = someAccount(app);
    const { href } = renderApp(pages, `/o/account/${account.id}?tab=contact.account`);
    const grid = await screen.findByRole('grid', { name: '联系人' });
    const first = (await within(grid).findAllByRole('link'))[0];
    first?.closest<HTMLElement>('[role=gridcell]')?.focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(contacts.some((one) => href() === `/o/contact/${one.id}`)).toBe(true));
  });

  it('add up the amounts of all of them, and lead to the list with these alone', async () => {
    const { app } = server();
    const { account, opportunities } = someAccount(app);
    renderApp(pages, `/o/account/${account.id}?tab=opportunity.account`);
    const panel = within(await screen.findByRole('tabpanel'));
    const sums = await panel.findByRole('list', { name: '金额合计' });
    const amount = opportunities.reduce((sum, one) => sum + Number((one.amount as { amount: string } | null)?.amount ?? 0), 0);
    expect(amount).toBeGreaterThan(0);
    const told = compactMoney({ amount: String(amount), currency: 'CNY' }, { locale: 'zh-CN', t: i18next.t } as never);
    await waitFor(() => expect(sums).toHaveTextContent(`金额 ${told}`));
    const link = panel.getByRole('link', { name: '在列表中打开商机' });
    const url = new URL(link.getAttribute('href') ?? '', 'http://x');
    expect(JSON.parse(url.searchParams.get('filter') ?? '')).toEqual({ field: 'account', op: 'in', value: [account.id] });
  });

  it('say so when there is nothing', async () => {
    const { app } = server();
    const { account, contacts } = someAccount(app);
    for (const contact of contacts) app.state.records.get('contact')?.delete(contact.id);
    renderApp(pages, `/o/account/${account.id}?tab=contact.account`);
    expect(await screen.findByText('还没有联系人。')).toBeVisible();
    expect(within(screen.getByRole('tabpanel')).getByRole('button', { name: '新建联系人' })).toBeEnabled();
  });

  it('are there for what one may read', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    const user = rowsOf(app, 'user').find((one) => one.login === 'admin');
    const role = rowsOf(app, 'role').find((one) => one.name === '销售');
    if (!user || !role) throw new Error('the mock has no people');
    Object.assign(user, { roles: [role.id] });
    Object.assign(account, { owner: user.id });
    const { opportunity: _none, ...grants } = role.grants as Record<string, unknown>;
    Object.assign(role, { grants });
    renderApp(pages, `/o/account/${account.id}?tab=opportunity.account`);
    const names = await tabNames();
    expect(names).toContain('联系人');
    expect(names).not.toContain('商机');
    expect(screen.getByRole('tab', { name: '动态' })).toHaveAttribute('aria-selected', 'true');
  });

  it('go back to where one was, step by step', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    const { href, back } = renderApp(pages, `/o/account/${account.id}`);
    await userEvent.click(await tab(/^联系人/));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(screen.getByRole('tab', { name: /^商机/ })).toHaveFocus());
    expect(href()).toContain('tab=opportunity.account');
    back();
    await waitFor(() => expect(screen.getByRole('tab', { name: '动态' })).toHaveAttribute('aria-selected', 'true'));
    expect(href()).toBe(`/o/account/${account.id}`);
  });

  it('are those that the layout names, in its order', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    layout(app, { related: ['contact.account'], related_tabs: ['opportunity.account', 'contact.account', 'nothing.here'] });
    renderApp(pages, `/o/account/${account.id}?tab=nothing.here`);
    expect(await tabNames()).toEqual(['动态', '变更历史', '商机', '联系人']);
    expect(screen.getByRole('tab', { name: '动态' })).toHaveAttribute('aria-selected', 'true');
    expect(await screen.findByRole('region', { name: '联系人' })).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: '商机' })).toBeNull();
  });

  it('are those of the cards where the layout says nothing of tabs', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    layout(app, { related: ['opportunity.account'] });
    renderApp(pages, `/o/account/${account.id}`);
    expect(await tabNames()).toEqual(['动态', '变更历史', '商机']);
  });
});

describe('the key facts', () => {
  it('are those of the layout, in its order, also while they are empty', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    Object.assign(account, { website: null });
    layout(app, { highlights: ['website', 'level', 'nothing', 'owner'] });
    renderApp(pages, `/o/account/${account.id}`);
    const facts = await screen.findByRole('group', { name: '关键信息' });
    expect(within(facts).getAllByRole('term').map((one) => one.textContent)).toEqual(['官网', '级别', '负责人']);
    expect(within(facts).getAllByRole('definition')[0]).toHaveTextContent('—');
  });

  it('are left out where the layout wants none', async () => {
    const { app } = server();
    const { account } = someAccount(app);
    layout(app, { highlights: [] });
    renderApp(pages, `/o/account/${account.id}`);
    await tabNames();
    expect(screen.queryByRole('group', { name: '关键信息' })).toBeNull();
  });
});
