import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { safeBack } from '@/features/signin/back';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './signin';

// Languages are fetched lazily, and machines that build at the same time are slow.

const serverOf = useTestServer();

function open(at = '/signin') {
  const { app, server } = serverOf();
  return { ...renderApp({ '/signin': Page }, at), app, server };
}

async function fill(login: string, password: string) {
  await userEvent.type(await screen.findByLabelText('登录名'), login);
  await userEvent.type(screen.getByLabelText('密码'), `${password}{Enter}`);
}

const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
  http.post('*/api/v1/session', () => HttpResponse.json({ title: 'x', status, ...body }, { status, headers: { 'content-type': 'application/problem+json', ...headers } }));

describe('the sign-in page', () => {
  it('goes back to where the person wanted to go', async () => {
    const { href } = open('/signin?back=%2Fo%2Flead%3Fq%3Dann');
    await fill('admin', 'shuke-2026');
    await waitFor(() => expect(href()).toBe('/o/lead?q=ann'));
  });

  it('asks for what is missing before it asks the server', async () => {
    const { server } = open();
    let asked = 0;
    server.use(http.post('*/api/v1/session', () => {
      asked += 1;
      return HttpResponse.json({});
    }));
    await userEvent.click(await screen.findByRole('button', { name: /登录$/ }));
    expect(screen.getByLabelText('登录名')).toHaveAccessibleDescription('请输入登录名');
    expect(screen.getByLabelText('密码')).toBeInvalid();
    expect(asked).toBe(0);
  });

  it('tells of a wrong password and lets it be typed again', async () => {
    open();
    await fill('admin', 'wrong-one');
    expect(await screen.findByRole('alert')).toHaveTextContent('登录名或密码不正确');
    expect(screen.getByLabelText('密码')).toHaveFocus();
    expect(screen.getByRole('button', { name: /登录$/ })).toBeEnabled();
  });

  it('tells how long a locked network has to wait, whatever the login', async () => {
    const { server } = open();
    server.use(answer(429, { code: 'address_locked_out' }, { 'Retry-After': '600' }));
    await fill('admin', 'wrong-one');
    expect(await screen.findByRole('alert')).toHaveTextContent('您的网络已临时锁定从这里登录失败的次数过多。请在 10 分钟后再试');
    await userEvent.type(screen.getByLabelText('登录名'), '2');
    expect(screen.getByRole('button', { name: /请等待/ })).toBeDisabled();
  });

  it('tells how long a locked account has to wait, and lets another login in', async () => {
    const { server } = open();
    server.use(answer(429, { code: 'locked_out' }, { 'Retry-After': '600' }));
    await fill('admin', 'wrong-one');
    expect(await screen.findByRole('alert')).toHaveTextContent('请在 10 分钟后再试');
    expect(screen.getByRole('button', { name: /请等待/ })).toBeDisabled();
    await userEvent.type(screen.getByLabelText('登录名'), '2');
    expect(screen.getByRole('button', { name: /登录$/ })).toBeEnabled();
  });

  it('tells a missing server from a failing one, and keeps what was typed', async () => {
    const { server } = open();
    server.use(http.post('*/api/v1/session', () => HttpResponse.error()));
    await fill('admin', 'shuke-2026');
    expect(await screen.findByRole('alert')).toHaveTextContent('连接不上服务器');
    expect(screen.getByLabelText('密码')).toHaveValue('shuke-2026');
    server.use(answer(500, { code: 'internal', detail: '数据库暂时不可用', request_id: 'r-77' }));
    await userEvent.click(screen.getByRole('button', { name: /登录$/ }));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('数据库暂时不可用'));
    expect(screen.getByRole('alert')).toHaveTextContent('r-77');
  });

  it('says when a session has ended', async () => {
    open('/signin?expired=true&back=%2Fo%2Flead');
    expect(await screen.findByText(/登录已过期/)).toBeVisible();
  });

  it('switches the language without a server', async () => {
    open();
    await userEvent.type(await screen.findByLabelText('登录名'), 'ann');
    await userEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(screen.getByLabelText('Login')).toHaveValue('ann');
    await userEvent.click(screen.getByRole('button', { name: '简体中文' }));
    expect(await screen.findByRole('button', { name: /登录$/ })).toBeVisible();
  });
});

describe('the way back', () => {
  it.each([
    ['/o/lead?q=1', '/o/lead?q=1'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/signin?back=/signin', '/'],
    [undefined, '/'],
  ])('%s leads to %s', (back, to) => expect(safeBack(back)).toBe(to));
});
