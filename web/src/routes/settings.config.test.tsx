import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { sectionsOf, type Change } from '@/features/config/api';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './settings.config';

const server = useTestServer();

function open() {
  const { app } = server();
  renderApp({ '/settings/config': Page }, '/settings/config');
  return app;
}

const zip = (name: string) => new File([new Uint8Array(4)], name, { type: 'application/zip' });
const choose = async (file: File) => userEvent.upload(await screen.findByLabelText('选择 zip 文件'), file);

describe('changes', () => {
  it('stand with their object, whatever comes between', () => {
    const change = (group: Change['group'], object: string | null, name: string): Change => ({
      deed: 'created', group, object, object_label: object, name, label: name, danger: false, differences: [],
    });
    const all = [change('object', 'lead', 'lead'), change('role', null, 'a'), change('field', 'lead', 'x_a'), change('sharing_rule', 'lead', 'r')];
    expect(sectionsOf(all).map((section) => [section.key, section.changes.length])).toEqual([['object:lead', 2], ['role', 1], ['sharing_rule', 1]]);
  });
});

describe('configuration files', () => {
  it('are downloaded', async () => {
    open();
    expect(await screen.findByRole('link', { name: /下载 zip/ })).toHaveAttribute('href', '/api/v1/config/export');
  });

  it('are compared, then applied', async () => {
    const app = open();
    await choose(zip('other.zip'));
    expect(await screen.findByText('新增 2 项，修改 2 项，移除 0 项，保留 1 项')).toBeVisible();
    const row = (await screen.findByText('手机')).closest('li') as HTMLElement;
    expect(within(row).getByText('请留意')).toBeVisible();
    expect(within(row).getByText('必填')).toBeVisible();
    expect(screen.getByText('商机线索')).toBeVisible();
    expect(app.state.configApplied).toBeUndefined();
    await userEvent.click(screen.getByRole('checkbox', { name: /同时移除/ }));
    expect(await screen.findByText('新增 2 项，修改 2 项，移除 1 项，保留 0 项')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /应\s?用/ }));
    expect(await screen.findByText('配置已生效')).toBeVisible();
    expect(app.state.configApplied).toBe(true);
    await choose(zip('other.zip'));
    expect(await screen.findByText('没有差异')).toBeVisible();
  });

  it('that are faulty are told with file and line', async () => {
    open().state.configFaulty = true;
    await choose(zip('faulty.zip'));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('objects/lead.toml:12 fields[1].max_length')).toBeVisible();
    expect(within(alert).getAllByRole('listitem')).toHaveLength(2);
    expect(screen.queryByRole('button', { name: /^应\s?用$/ })).toBeNull();
  });

  it('that are too large are not sent', async () => {
    open();
    const file = zip('big.zip');
    Object.defineProperty(file, 'size', { value: 9 * 1024 * 1024 });
    await choose(file);
    expect(await screen.findByText('文件过大')).toBeVisible();
  });
});
