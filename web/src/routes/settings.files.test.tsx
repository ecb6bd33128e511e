import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.files';

const serverOf = useTestServer();

function open(state: Record<string, unknown> = {}) {
  const { app } = serverOf();
  app.state.fileStore = { kind: 'folder', address: '/srv/shuke/files', reachable: true, files: 128, bytes: 734_003_200, max_mb: 100, endings: [], ...state };
  renderApp({ '/settings/files': Page }, '/settings/files');
  return app;
}

describe('files', () => {
  it('says where they lie and how much is there', async () => {
    open();
    expect(await screen.findByText('服务器文件夹')).toBeVisible();
    expect(screen.getByText('/srv/shuke/files')).toBeVisible();
    expect(screen.getByText('128 个文件，700 MB')).toBeVisible();
    expect(screen.getByText('可用')).toBeVisible();
    expect(screen.queryByText('附件暂时无法读取或保存')).toBeNull();
  });

  it('says what to look at when the store is away', async () => {
    open({ kind: 's3', address: 's3://files/crm?region=cn-north-1', reachable: false });
    expect(await screen.findByText('附件暂时无法读取或保存')).toBeVisible();
    expect(screen.getByText(/访问密钥是否有效/)).toBeVisible();
    expect(screen.getByText('无法访问')).toBeVisible();
  });

  it('saves what is taken, and shows a refusal beside its field', async () => {
    const app = open();
    const save = await screen.findByRole('button', { name: /保 ?存/ });
    expect(save).toBeDisabled();
    const types = screen.getByLabelText('允许的类型');
    await userEvent.type(types, 'p-d-f{Enter}');
    await userEvent.click(save);
    expect(await screen.findByText('不是扩展名')).toBeVisible();
    // The choice takes no Backspace for a quarter of a second after a key, so that one too many does no harm.
    while (screen.queryAllByText('p-d-f').length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await userEvent.type(types, '{Backspace}');
    }
    await userEvent.type(types, '.PDF{Enter}{Tab}');
    expect(types).not.toHaveFocus();
    const size = screen.getByLabelText('单个文件上限');
    await userEvent.clear(size);
    await userEvent.type(size, '20');
    await userEvent.click(save);
    await waitFor(() => expect(app.state.fileStore).toMatchObject({ max_mb: 20, endings: ['pdf'] }));
    expect(await screen.findByText('上传限制已保存')).toBeVisible();
  });
});
