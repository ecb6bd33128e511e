import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.webhooks';

const serverOf = useTestServer();

interface Hook {
  id: string;
  name: string;
  url: string;
  state: string;
  reason: string | null;
  objects: string[];
}

function open() {
  const { app } = serverOf();
  renderApp({ '/settings/webhooks': Page }, '/settings/webhooks');
  return () => (app.state.webhooks as Hook[] | undefined) ?? [];
}

async function create(name: string, url: string) {
  await userEvent.click(await screen.findByRole('button', { name: '新建 Webhook' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/名称/), name);
  await userEvent.type(within(dialog).getByLabelText(/地址/), url);
  await userEvent.click(within(dialog).getByRole('button', { name: /创 ?建/ }));
}

async function closeSecret() {
  expect(await screen.findByText(/^whsec_/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /完 ?成/ }));
  await waitFor(() => expect(screen.queryByText(/^whsec_/)).not.toBeInTheDocument());
}

async function more(name: string, action: string) {
  await userEvent.click(await screen.findByRole('button', { name: `更多操作：${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: action }));
}

describe('webhooks', () => {
  it('are made with what is wrong told at its field, the secret shown once, and tested with the log opening', async () => {
    const hooks = open();
    await create('ERP', 'http://example.com/hook');
    expect(await screen.findByText('应以 https:// 开头')).toBeInTheDocument();
    const dialog = screen.getByRole('dialog');
    await userEvent.clear(within(dialog).getByLabelText(/地址/));
    await userEvent.type(within(dialog).getByLabelText(/地址/), 'https://example.com/hook');
    await userEvent.click(within(dialog).getByRole('button', { name: /创 ?建/ }));
    await closeSecret();
    expect(hooks()).toMatchObject([{ name: 'ERP', url: 'https://example.com/hook', objects: [] }]);
    await more('ERP', '测试推送');
    const log = await screen.findByRole('dialog', { name: '推送记录：ERP' });
    expect(await within(log).findByText(/HTTP 204/)).toBeInTheDocument();
    expect(within(log).getByText('已送达')).toBeInTheDocument();
  });

  it('that fail can be sent again, one by one or all', async () => {
    const hooks = open();
    await create('ERP', 'https://example.com/fail');
    await closeSecret();
    await more('ERP', '测试推送');
    const log = await screen.findByRole('dialog', { name: '推送记录：ERP' });
    expect(await within(log).findByText('Service down')).toBeInTheDocument();
    hooks()[0]!.url = 'https://example.com/fine';
    await userEvent.click(await within(log).findByLabelText('时间范围'));
    await userEvent.click(await screen.findByText('全部', { selector: '.ant-select-item-option-content' }));
    await userEvent.click(within(log).getByRole('button', { name: '重推已放弃的' }));
    expect(await within(log).findByText('已送达')).toBeInTheDocument();
    await userEvent.click(within(log).getByRole('button', { name: '重新推送：测试推送' }));
    expect(await within(log).findByText(/第 3 次/)).toBeInTheDocument();
  });

  it('are paused, resumed after a stop with its reason, given a new secret, and deleted', async () => {
    const hooks = open();
    await create('ERP', 'https://example.com/hook');
    await closeSecret();
    await more('ERP', '暂停');
    expect(await screen.findByText('已暂停')).toBeInTheDocument();
    Object.assign(hooks()[0]!, { state: 'stopped', reason: 'unreachable' });
    await more('ERP', '更换密钥');
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '更换密钥' }));
    await closeSecret();
    expect(await screen.findByText('超过三天没有送达')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '恢复推送「ERP」' }));
    expect(await screen.findByText('正常')).toBeInTheDocument();
    await more('ERP', '删除');
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: /删 ?除/ }));
    expect(await screen.findByText('还没有 Webhook')).toBeInTheDocument();
    expect(hooks()).toEqual([]);
  });
});
