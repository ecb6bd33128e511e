import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { MockApp } from '../../mock-server/app.mjs';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './record';

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Page /> };

const someLead = (app: MockApp) => {
  const lead = [...(app.state.records.get('lead')?.values() ?? [])].find((one) => !one.deleted_at);
  if (!lead) throw new Error('the mock has no leads');
  return lead;
};

describe('the page of a lead', () => {
  it('shows its fields by section and what happened', async () => {
    const { app } = server();
    const lead = someLead(app);
    renderApp(pages, `/o/lead/${lead.id}`);
    expect(await screen.findByRole('heading', { level: 1, name: String(lead.name) })).toBeInTheDocument();
    expect(screen.getByRole('region', { name: '联系方式' })).toBeInTheDocument();
    expect(await screen.findByText(/创建了线索/)).toBeInTheDocument();
  });

  it('changes a field where it stands', async () => {
    const { app } = server();
    const lead = someLead(app);
    renderApp(pages, `/o/lead/${lead.id}`);
    await userEvent.click(await screen.findByRole('button', { name: '编辑微信' }));
    const box = screen.getByRole('textbox', { name: '微信' });
    await userEvent.clear(box);
    await userEvent.type(box, 'wx_new{Enter}');
    await waitFor(() => expect(someLead(app).wechat).toBe('wx_new'));
  });

  it('keeps a follow-up that could not be sent', async () => {
    const { app, server: msw } = server();
    const lead = someLead(app);
    msw.use(http.post('*/api/v1/records/activity', () => HttpResponse.error()));
    renderApp(pages, `/o/lead/${lead.id}`);
    const box = await screen.findByRole('textbox', { name: '内容' });
    await userEvent.type(box, '客户下周来访');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText(/内容已保存在本机/)).toBeInTheDocument();
    expect(box).toHaveValue('客户下周来访');
    expect(localStorage.getItem(`shuke.draft.activity.lead.${lead.id}`)).toContain('客户下周来访');
  });

  it('writes a follow-up that appears in the timeline', async () => {
    const { app } = server();
    const lead = someLead(app);
    renderApp(pages, `/o/lead/${lead.id}`);
    await userEvent.click(await screen.findByRole('radio', { name: '拜访' }));
    const box = screen.getByRole('textbox', { name: '内容' });
    await userEvent.type(box, '已到客户现场');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('已到客户现场', { selector: 'p' })).toBeInTheDocument();
    expect(box).toHaveValue('');
    expect(localStorage.getItem(`shuke.draft.activity.lead.${lead.id}`)).toBeNull();
  });

  it('says that a record is not to be found', async () => {
    server();
    renderApp(pages, '/o/lead/0199f45d-0000-7000-8000-000000000000');
    expect(await screen.findByText('找不到这条记录')).toBeInTheDocument();
  });

  it('shows what it was, compares moments, and takes earlier values back', async () => {
    const { app } = server();
    const lead = someLead(app);
    const was = { wechat: String(lead.wechat ?? ''), company: String(lead.company) };
    const send = (body: unknown) => app.fetch(new Request(`http://x/api/v1/records/lead/${lead.id}`, { method: 'PATCH', body: JSON.stringify(body) }));
    await send({ wechat: 'wx_a', company: '改名一号' });
    const log = app.state.log as Map<string, { at: string }[]>;
    // The mock's clock stands still; the change came later than what was before it.
    for (const entry of log.get(lead.id) ?? []) entry.at = '2026-11-20T02:30:00.000Z';
    renderApp(pages, `/o/lead/${lead.id}?tab=history`);
    await userEvent.click(await screen.findByRole('radio', { name: '当时的样子' }));
    const row = await screen.findByRole('row', { name: /公司/ });
    expect(row).toHaveTextContent(was.company);
    expect(row).toHaveTextContent('改名一号');
    await userEvent.click(within(row).getByRole('button', { name: '恢复公司' }));
    await waitFor(() => expect(someLead(app).company).toBe(was.company));
    expect(someLead(app).wechat).toBe('wx_a');
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(someLead(app).company).toBe('改名一号'));
  });
});

describe('a masked field', () => {
  /** The administrator is a salesperson now, who sees phone numbers covered. */
  const asMasked = (app: MockApp) => {
    const users = [...(app.state.records.get('user')?.values() ?? [])];
    const roles = [...(app.state.records.get('role')?.values() ?? [])];
    const user = users.find((one) => one.login === 'admin');
    const role = roles.find((one) => one.name === '销售');
    if (!user || !role) throw new Error('the mock has no people');
    Object.assign(user, { roles: [role.id] });
    Object.assign(role, { fields: { lead: { mobile: 'masked' } } });
    const lead = someLead(app);
    Object.assign(lead, { owner: user.id, mobile: '+8613812345678' });
    return lead;
  };

  it('is covered, not edited, and shown as it is for one look', async () => {
    const { app } = server();
    const lead = asMasked(app);
    renderApp(pages, `/o/lead/${lead.id}`);
    expect(await screen.findByText('138****5678')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: '编辑手机' })).toBeNull();
    expect(screen.queryByRole('link', { name: /拨打|呼叫|电话/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: /查看手机原文/ }));
    expect(await screen.findByText('138 1234 5678')).toBeInTheDocument();
    expect(screen.queryByText('138****5678')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: '重新脱敏手机' }));
    expect(await screen.findByText('138****5678')).toBeInTheDocument();
  });

  it('stays covered when the look is refused', async () => {
    const { app, server: msw } = server();
    const lead = asMasked(app);
    msw.use(http.post('*/api/v1/records/lead/:id/actions/reveal', () => HttpResponse.json({ title: '没有“查看原文”的权限', status: 403, code: 'missing_right' }, { status: 403 })));
    renderApp(pages, `/o/lead/${lead.id}`);
    await userEvent.click(await screen.findByRole('button', { name: /查看手机原文/ }));
    expect(await screen.findByText(/没有“查看原文”的权限/)).toBeInTheDocument();
    expect(screen.getByText('138****5678')).toBeInTheDocument();
  });
});
