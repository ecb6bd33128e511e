import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { sizeText } from '@/fields/format/size';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.backup';

const serverOf = useTestServer();

function open() {
  const { app } = serverOf();
  renderApp({ '/settings/backup': Page }, '/settings/backup');
  return app;
}

describe('backups', () => {
  it('warns while there is none, takes one with progress, and says that it was compared', async () => {
    open();
    expect(await screen.findByText('还没有任何备份')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '立即备份' }));
    expect(await screen.findByRole('progressbar')).toBeInTheDocument();
    expect(await screen.findByText('最近一次备份已试恢复核对')).toBeVisible();
    expect(screen.getByText('18,420 行')).toBeVisible();
    expect(screen.getByText('1.7 MB')).toBeVisible();
  });

  it('says why the last one failed', async () => {
    const app = open();
    app.state.backupError = '磁盘空间不足';
    await userEvent.click(await screen.findByRole('button', { name: '立即备份' }));
    expect(await screen.findByText('最近一次备份失败')).toBeVisible();
    expect(screen.getAllByText('磁盘空间不足').length).toBeGreaterThan(0);
  });

  it('saves the schedule and shows what the server refuses beside its field', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('switch', { name: /每天自动备份/ }));
    await userEvent.type(screen.getByLabelText('保存位置'), 'backups');
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    expect(await screen.findByText('应为完整路径')).toBeVisible();
    await userEvent.clear(screen.getByLabelText('保存位置'));
    await userEvent.type(screen.getByLabelText('保存位置'), '/mnt/other');
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    await waitFor(() => expect((app.state.backups as { settings: unknown }).settings).toMatchObject({ scheduled: true, folder: '/mnt/other' }));
    expect(await screen.findByText(/下一次/)).toBeVisible();
  });

  it('shows sizes in words', () => {
    expect([0, 999, 1536, 20 * 1024 * 1024, 3 * 1024 ** 4].map(sizeText)).toEqual(['0 B', '999 B', '1.5 KB', '20 MB', '3.0 TB']);
  });
});
