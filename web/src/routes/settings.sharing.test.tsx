import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { loadTexts } from '@/i18n/texts';
import { keysOf, partyOf } from '@/features/sharingRules/api';
import { joined, parted } from '@/features/sharingRules/ConditionEditor';
import { Page } from './settings.sharing';

const server = useTestServer();

async function open() {
  const current = server();
  await loadTexts(['settings', 'shared']);
  renderApp({ '/settings/sharing': Page }, '/settings/sharing');
  return current.app;
}

async function pick(label: RegExp, name: string) {
  await userEvent.type(await screen.findByRole('combobox', { name: label }), name);
  await userEvent.click(await screen.findByTitle(name));
}

type Rules = Map<string, { name: string; level: string; active: boolean; condition?: unknown; from: { departments: string[] }; to: { users: string[] } }>;

describe('a party', () => {
  it('is one list of choices and comes apart again', () => {
    const party = { users: ['a'], departments: ['b', 'c'], roles: [] };
    expect(partyOf(keysOf(party))).toEqual(party);
    expect(partyOf(['nothing:x', 'users:'])).toEqual({ users: [], departments: [], roles: [] });
  });
});

describe('sharing rules', () => {
  it('are made, changed and deleted', async () => {
    const app = await open();
    const rules = () => [...((app.state.sharingRules as Rules | undefined)?.values() ?? [])];
    expect(await screen.findByText('还没有共享规则')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '新建共享规则' }));
    await userEvent.click(await screen.findByRole('button', { name: /保\s?存/ }));
    expect(await screen.findByText('请填写规则名称')).toBeInTheDocument();
    expect(screen.getByText('请选择谁的记录')).toBeInTheDocument();
    expect(rules()).toHaveLength(0);
    await userEvent.type(screen.getByLabelText(/^规则名称/), '华东给郭芳');
    await pick(/^谁的记录/, '华东销售部');
    await pick(/^共享给/, '郭芳');
    await userEvent.click(screen.getByRole('radio', { name: '可编辑' }));
    await userEvent.click(screen.getByRole('button', { name: /保\s?存/ }));
    await waitFor(() => expect(rules()[0]).toMatchObject({ name: '华东给郭芳', level: 'write', active: true }));
    expect(rules()[0]?.from.departments).toHaveLength(1);
    expect(rules()[0]?.to.users).toHaveLength(1);
    const row = (await screen.findByText('华东给郭芳')).closest('li');
    expect(row).toHaveTextContent('华东销售部');
    await userEvent.click(screen.getByRole('button', { name: '修改规则「华东给郭芳」' }));
    const form = within(await screen.findByRole('dialog', { name: '修改共享规则' }));
    await userEvent.click(form.getByRole('switch', { name: '启用' }));
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    expect(await screen.findByText('已停用')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '删除规则「华东给郭芳」' }));
    await userEvent.click(within(await screen.findByRole('dialog', { name: /删除共享规则/ })).getByRole('button', { name: /删\s?除/ }));
    expect(await screen.findByText('还没有共享规则')).toBeVisible();
    expect(rules()).toHaveLength(0);
  });

  it('share what meets a condition', async () => {
    const app = await open();
    const rules = () => [...((app.state.sharingRules as Rules | undefined)?.values() ?? [])];
    await userEvent.click(await screen.findByRole('button', { name: '新建共享规则' }));
    const form = within(await screen.findByRole('dialog', { name: '新建共享规则' }));
    await userEvent.type(form.getByLabelText(/^规则名称/), 'A 级给郭芳');
    await userEvent.click(form.getByRole('radio', { name: '符合条件的' }));
    await pick(/^共享给/, '郭芳');
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    expect(await form.findByText('请至少添加一个条件')).toBeInTheDocument();
    await userEvent.click(await form.findByRole('button', { name: '筛选' }));
    await userEvent.click(await screen.findByRole('button', { name: /^状态/ }));
    await userEvent.click(await screen.findByRole('checkbox', { name: /跟进中/ }));
    await userEvent.click(screen.getByRole('button', { name: '完成' }));
    await userEvent.click(form.getByRole('button', { name: /保\s?存/ }));
    await waitFor(() => expect(rules()[0]?.condition).toEqual({ field: 'status', op: 'in', value: ['following'] }));
    const row = (await screen.findByText('A 级给郭芳')).closest('li');
    expect(row).toHaveTextContent(/状态.*跟进中.*郭芳/);
  });
});

describe('a condition', () => {
  it('is a word and its tests, and comes together again', () => {
    const one = { field: 'grade', op: 'eq', value: 'a' } as const;
    expect(parted(null)).toEqual({ word: 'and', parts: [] });
    expect(parted(one)).toEqual({ word: 'and', parts: [one] });
    expect(parted({ or: [one, one] })).toEqual({ word: 'or', parts: [one, one] });
    expect(parted({ not: one })).toEqual({ word: 'and', parts: [{ not: one }] });
    expect(joined('or', [])).toBeNull();
    expect(joined('or', [one])).toEqual(one);
    expect(joined('or', [one, one])).toEqual({ or: [one, one] });
  });
});
