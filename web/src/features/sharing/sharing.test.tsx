import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { useObjectMeta } from '@/api/meta';
import type { RecordData } from '@/api/types';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import { AccessDialog } from './AccessDialog';
import { TeamCard } from './TeamCard';
import { TransferDialog } from './TransferDialog';

const server = useTestServer();

function leadOf({ app }: TestServer): RecordData {
  const lead = [...(app.state.records.get('lead')?.values() ?? [])].find((one) => one.owner);
  if (!lead) throw new Error('no lead with an owner');
  return lead as RecordData;
}

function Page({ lead, show }: { lead: RecordData; show: 'team' | 'transfer' | 'access' }) {
  const meta = useObjectMeta('lead');
  if (!meta) return null;
  const shown = { ...lead, owner: { id: String(lead.owner), object: 'user', name: '原负责人' } };
  if (show === 'team') return <TeamCard meta={meta} id={lead.id} />;
  if (show === 'access') return <AccessDialog meta={meta} id={lead.id} onClose={() => undefined} />;
  return <TransferDialog meta={meta} record={shown} onClose={() => undefined} />;
}

async function pick(label: RegExp, name: string) {
  await userEvent.type(await screen.findByRole('combobox', { name: label }), name);
  await userEvent.click(await screen.findByTitle(name));
}

describe('the team of a record', () => {
  it('takes a person in and lets them go', async () => {
    const current = server();
    const lead = leadOf(current);
    renderApp({ '/': () => <Page lead={lead} show="team" /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: '添加团队成员' }));
    await userEvent.click(await screen.findByRole('button', { name: /保\s?存/ }));
    expect(await screen.findByText('请选择一位同事')).toBeInTheDocument();
    await pick(/^同事/, '孙浩然');
    await userEvent.click(screen.getByRole('radio', { name: /可编辑/ }));
    await userEvent.click(screen.getByRole('button', { name: /保\s?存/ }));
    const team = screen.getByRole('region', { name: '团队成员' });
    expect(await within(team).findByText('可编辑')).toBeInTheDocument();
    await userEvent.click(within(team).getByRole('button', { name: '孙浩然的操作' }));
    await userEvent.click(await screen.findByText('移出团队'));
    await waitFor(() => expect(within(team).queryByText('可编辑')).not.toBeInTheDocument());
  });
});

describe('transfer', () => {
  it('asks for the new owner and gives the record over', async () => {
    const current = server();
    const lead = leadOf(current);
    renderApp({ '/': () => <Page lead={lead} show="transfer" /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: /转\s?移/ }));
    expect(await screen.findByText('请选择新的负责人')).toBeInTheDocument();
    await pick(/^新负责人/, '孙浩然');
    await userEvent.click(screen.getByRole('radio', { name: '留在团队中，可查看' }));
    await userEvent.click(screen.getByRole('button', { name: /转\s?移/ }));
    expect(await screen.findByText('已转移给孙浩然')).toBeInTheDocument();
    const users = [...(current.app.state.records.get('user')?.values() ?? [])];
    expect(current.app.state.records.get('lead')?.get(lead.id)?.owner).toBe(users.find((user) => user.name === '孙浩然')?.id);
  });
});

describe('who may see', () => {
  it('names people, what they may do, and why', async () => {
    const lead = leadOf(server());
    renderApp({ '/': () => <Page lead={lead} show="access" /> }, '/');
    expect(await screen.findByText('查看、编辑、删除、转移')).toBeInTheDocument();
    expect(screen.getByText('角色“销售”的范围：本人')).toBeInTheDocument();
  });
});
