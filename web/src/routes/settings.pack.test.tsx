import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.pack';

const serverOf = useTestServer();

function open() {
  renderApp({ '/settings/pack': Page }, '/settings/pack');
  return serverOf().app;
}

describe('pack', () => {
  it('takes what is chosen, then the rest, and keeps what is ones own in sight', async () => {
    open();
    expect(await screen.findByText('已安装 0.0.9，程序提供 0.1.0')).toBeVisible();
    expect(screen.getByText('单位 → 公司')).toBeVisible();
    expect(screen.getByText('手机号码 → 手机')).toBeVisible();
    expect(screen.getByRole('button', { name: '升级所选（0）' })).toBeDisabled();
    await userEvent.click(screen.getByRole('checkbox', { name: '字段 · 2' }));
    await userEvent.click(screen.getByRole('checkbox', { name: /评分/ }));
    await userEvent.click(screen.getByRole('button', { name: '升级所选（1）' }));
    expect(await screen.findByText('已升级 1 项')).toBeVisible();
    expect(screen.queryByText('单位 → 公司')).toBeNull();
    expect(screen.getByRole('checkbox', { name: /评分/ })).not.toBeChecked();
    await userEvent.click(await screen.findByRole('button', { name: /全部升级（4）/ }));
    expect(await screen.findByText('没有可升级的内容')).toBeVisible();
    expect(screen.getByText('手机号码 → 手机')).toBeVisible();
  });

  it('says why nothing was taken', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('checkbox', { name: /评分/ }));
    // Somebody else was faster.
    const pack = app.state.pack as { items: { id: string }[] };
    pack.items = pack.items.filter((item) => item.id !== 'field:lead.score');
    await userEvent.click(screen.getByRole('button', { name: '升级所选（1）' }));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('没有升级'));
  });
});
