import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.audit';

const serverOf = useTestServer();

function open(at: string) {
  const { app, server } = serverOf();
  return { ...renderApp({ '/settings/audit': Page }, at), app, server };
}

const rows = () => within(screen.getByRole('list', { name: '审计日志' })).getAllByRole('listitem');

describe('the audit log', () => {
  it('shows the newest first, a page at a time, with the content of an entry', async () => {
    open('/settings/audit');
    await screen.findByRole('list', { name: '审计日志' });
    expect(rows()).toHaveLength(50);
    await userEvent.click(screen.getByRole('button', { name: '第 180 条的内容' }));
    expect(screen.getByText('record.changed')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '加载更多' }));
    await waitFor(() => expect(rows()).toHaveLength(100));
  });

  it('keeps its filters in the address and says when nothing matches', async () => {
    const { href } = open('/settings/audit?action=sign_in.');
    await screen.findByRole('list', { name: '审计日志' });
    expect(screen.getAllByText('登录失败').length + screen.getAllByText('登录', { selector: 'li *' }).length).toBe(rows().length);
    await userEvent.type(await screen.findByLabelText('开始日期'), '2030-01-01{Enter}');
    expect(await screen.findByText('没有符合条件的记录')).toBeVisible();
    expect(href()).toContain('from=2030-01-01');
    await userEvent.click(screen.getByRole('button', { name: '清除筛选' }));
    expect(await screen.findByRole('list', { name: '审计日志' })).toBeVisible();
    expect(href()).not.toContain('action');
  });

  it('checks the chain and names the first broken entry', async () => {
    const { app } = open('/settings/audit');
    expect(await screen.findByText('审计链还没有校验过')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '校验' }));
    expect(await screen.findByText('审计链完整，共 180 条')).toBeVisible();
    app.state.auditBroken = 17;
    await userEvent.click(screen.getByRole('button', { name: '校验' }));
    expect(await screen.findByText('审计链断开：第 17 条被改动')).toBeVisible();
  });

  it('is closed to everybody else', async () => {
    const { app } = serverOf();
    for (const role of app.state.records.get('role')?.values() ?? []) role.admin = false;
    open('/settings/audit');
    expect(await screen.findByText('仅管理员可用')).toBeVisible();
  });
});
