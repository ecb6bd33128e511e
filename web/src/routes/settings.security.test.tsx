import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { deviceOf } from '@/features/trust/api';
import { renderApp, useTestServer } from '@/test/app';
import { Page as MustPage } from './must';
import { Page } from './settings.security';
import { Page as SignInPage } from './signin';

const serverOf = useTestServer();
const pages = { '/settings/security': Page, '/must': MustPage, '/signin': SignInPage };
const admin = () => [...(serverOf().app.state.records.get('user')?.values() ?? [])].find((one) => one.login === 'admin')!;

function open(at: string) {
  serverOf();
  return renderApp(pages, at);
}

describe('sign-in and security', () => {
  it('sets a second factor up, shows the recovery codes once, and turns it off with a code', async () => {
    open('/settings/security');
    await userEvent.click(await screen.findByRole('button', { name: '开启两步验证' }));
    expect(await screen.findByRole('img', { name: '两步验证的二维码' })).toBeInTheDocument();
    expect(screen.getByText(/JBSW Y3DP/)).toBeVisible();
    await userEvent.type(screen.getByLabelText('应用显示的 6 位验证码'), '000000');
    await userEvent.click(screen.getByRole('button', { name: /^开 ?启$/ }));
    expect(await screen.findByText('验证码不正确或已过期')).toBeVisible();
    await userEvent.clear(screen.getByLabelText('应用显示的 6 位验证码'));
    await userEvent.type(screen.getByLabelText('应用显示的 6 位验证码'), '123456{Enter}');
    expect(await within(await screen.findByRole('list', { name: '请保存恢复码' })).findAllByRole('listitem')).toHaveLength(10);
    await userEvent.click(screen.getByRole('button', { name: '我已保存' }));
    expect(await screen.findByText(/还有 10 个恢复码/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '关闭两步验证' }));
    await userEvent.type(await screen.findByLabelText('验证码'), '123456{Enter}');
    expect(await screen.findByRole('button', { name: '开启两步验证' })).toBeVisible();
    expect(admin().factor).toBeNull();
  });

  it('lists the devices and signs others out', async () => {
    open('/settings/security');
    const list = within(await screen.findByRole('list', { name: '已登录的设备' }));
    expect(list.getAllByRole('listitem')).toHaveLength(3);
    expect(list.getByText('Chrome · Windows')).toBeVisible();
    await userEvent.click(list.getByRole('button', { name: '退出 Safari · iPhone' }));
    await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(2));
    await userEvent.click(screen.getByRole('button', { name: '退出其他 1 个设备' }));
    await waitFor(() => expect(list.getAllByRole('listitem')).toHaveLength(1));
    expect(screen.queryByRole('button', { name: /退出其他/ })).toBeNull();
  });

  it('asks for the code at sign-in, and lets another account in', async () => {
    const { href } = open('/signin?back=%2Fo%2Flead');
    Object.assign(admin(), { factor: { since: '2026-01-01T00:00:00Z', left: 10 } });
    await userEvent.type(await screen.findByLabelText('登录名'), 'admin');
    await userEvent.type(screen.getByLabelText('密码'), 'shuke-2026{Enter}');
    const code = await screen.findByLabelText('两步验证码');
    await waitFor(() => expect(code).toHaveFocus());
    await userEvent.type(code, '999999{Enter}');
    expect(await screen.findByText('验证码不正确或已过期，请重新输入')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '换一个账号' }));
    expect(await screen.findByLabelText('登录名')).toHaveValue('admin');
    await userEvent.click(screen.getByRole('button', { name: /登录$/ }));
    await userEvent.type(await screen.findByLabelText('两步验证码'), '123456{Enter}');
    await waitFor(() => expect(href()).toBe('/o/lead'));
  });

  it('lets nobody on before an own password is chosen', async () => {
    const { href } = open('/must?back=%2Fo%2Flead');
    admin().must_change_password = true;
    expect(await screen.findByRole('heading', { name: '设置自己的密码' })).toBeVisible();
    await userEvent.type(screen.getByLabelText('原密码'), 'shuke-2026');
    await userEvent.type(screen.getByLabelText('新密码'), 'my-own-words');
    await userEvent.type(screen.getByLabelText('再次输入新密码'), 'my-own-words{Enter}');
    await waitFor(() => expect(href()).toBe('/o/lead'));
  });

  it('keeps an administrator from locking themselves out', async () => {
    open('/settings/security');
    await userEvent.click(await screen.findByRole('combobox', { name: '必须使用两步验证的角色' }));
    const role = [...(serverOf().app.state.records.get('role')?.values() ?? [])].find((one) => one.admin)!;
    await userEvent.click(await screen.findByTitle(String(role.name)));
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    expect(await screen.findByText('请先为自己开启两步验证')).toBeVisible();
  });

  it('takes networks one a line, and none that keep their administrator out', async () => {
    open('/settings/security');
    const field = await screen.findByLabelText('只允许从这些网络访问');
    const save = () => userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    await userEvent.type(field, 'office{Enter}198.51.100.0/24');
    await save();
    expect(await screen.findByText(/不是网络地址，应形如/)).toBeVisible();
    await userEvent.clear(field);
    await userEvent.type(field, '198.51.100.0/24');
    await save();
    expect(await screen.findByText(/保存后您自己也进不来/)).toBeVisible();
    expect(field).toHaveAttribute('aria-invalid', 'true');
    await userEvent.click(screen.getByRole('button', { name: '加入' }));
    expect(field).toHaveValue('198.51.100.0/24\n203.0.113.24');
    await save();
    await waitFor(() => expect(serverOf().app.state.rules).toMatchObject({ networks: ['198.51.100.0/24', '203.0.113.24'] }));
    expect(screen.queryByText(/保存后您自己也进不来/)).toBeNull();
  });

  it('names devices by browser and system', () => {
    expect(deviceOf('Mozilla/5.0 (Linux; Android 16) Chrome/140 Mobile Safari/537.36')).toBe('Chrome · Android');
    expect(deviceOf('curl/8.5')).toBe('curl/8.5');
  });
});
