import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Page as Notifications } from '@/routes/notifications';
import { Page as Company } from '@/routes/settings.company';
import { renderApp, useTestServer, type TestServer } from '@/test/app';

const server = useTestServer();
const pages = { '/notifications': Notifications, '/settings/company': Company };

/** The navigator's own, until the test is over. */
const own = (name: string, value: unknown) => Object.defineProperty(navigator, name, { configurable: true, value });

/** The browser's side: permission, a service worker, a push service. */
class Browser {
  permission: NotificationPermission = 'default';
  answer: NotificationPermission = 'granted';
  reached = true;
  current: { endpoint: string; key: string } | null = null;

  start() {
    const self = this;
    const stub = () =>
      this.current && {
        options: { applicationServerKey: Uint8Array.from(atob(this.current.key.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)).buffer },
        toJSON: () => ({ endpoint: this.current?.endpoint, expirationTime: null, keys: { p256dh: 'BCVx', auth: 'BTBZ' } }),
        unsubscribe: async () => {
          this.current = null;
          return true;
        },
      };
    const pushManager = {
      getSubscription: async () => stub(),
      subscribe: async ({ userVisibleOnly, applicationServerKey }: { userVisibleOnly: boolean; applicationServerKey: string }) => {
        if (!this.reached || !userVisibleOnly) throw new DOMException('Registration failed', 'AbortError');
        this.current = { endpoint: 'https://push.example.net/one', key: applicationServerKey };
        return stub();
      },
    };
    const worker = { register: async () => ({ pushManager }), getRegistration: async () => ({ pushManager }), ready: Promise.resolve({ pushManager }) };
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('PushManager', class {});
    vi.stubGlobal('Notification', {
      get permission() {
        return self.permission;
      },
      requestPermission: async () => (this.permission = this.answer),
    });
    own('serviceWorker', worker);
    return this;
  }
}

interface State {
  settings?: object;
  pushDevices?: { id: string; agent: string; current: boolean; answer?: object; sent_at: string | null; failing_since: string | null; created_at: string }[];
}
const state = (test: TestServer) => test.app.state as unknown as State;

const on = () => {
  const test = server();
  state(test).settings = { push_contact: 'mailto:it@shop.example' };
  return test;
};

const phone = (more: object = {}) => ({
  id: '00000000-0000-7000-8000-00000000beef',
  agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
  current: false,
  sent_at: null,
  failing_since: null,
  created_at: '2026-11-19T02:30:00Z',
  ...more,
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const name of ['serviceWorker', 'userAgent']) Reflect.deleteProperty(navigator, name);
});

describe('push on a device', () => {
  it('is not offered before the company has switched it on', async () => {
    new Browser().start();
    server();
    renderApp(pages, '/notifications');
    await screen.findByRole('switch', { name: '有人在评论里提到我' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(screen.queryByRole('region', { name: '推送到设备' })).toBeNull();
  });

  it('is switched on, tried, narrowed to some kinds, and switched off', async () => {
    const browser = new Browser().start();
    const test = on();
    renderApp(pages, '/notifications');
    const section = within(await screen.findByRole('region', { name: '推送到设备' }));
    const here = section.getByRole('switch', { name: /^在这台设备上推送/ });
    await waitFor(() => expect(here).toBeEnabled());
    expect(here).not.toBeChecked();
    await userEvent.click(here);
    await waitFor(() => expect(here).toBeChecked());
    expect(browser.current?.key).toMatch(/^BCVx/);
    const list = within(await section.findByRole('list', { name: '接收推送的设备' }));
    expect(list.getByText('本机')).toBeVisible();
    await userEvent.click(list.getByRole('button', { name: '向 Chrome · Windows 发一条试试' }));
    expect(await screen.findByText('已发出，很快就会出现在该设备上')).toBeVisible();
    const kinds = within(section.getByRole('group', { name: '推送哪些通知' }));
    await userEvent.click(kinds.getByRole('switch', { name: '我的导出结束' }));
    await waitFor(() => expect(kinds.getByRole('switch', { name: '我的导出结束' })).not.toBeChecked());
    expect(kinds.getByRole('switch', { name: '有人在评论里提到我' })).toBeChecked();
    await userEvent.click(here);
    await waitFor(() => expect(here).not.toBeChecked());
    expect([browser.current, state(test).pushDevices]).toEqual([null, []]);
  });

  it('says why it stays off', async () => {
    const browser = new Browser().start();
    on();
    renderApp(pages, '/notifications');
    const here = await screen.findByRole('switch', { name: /^在这台设备上推送/ });
    await waitFor(() => expect(here).toBeEnabled());
    browser.answer = 'default';
    await userEvent.click(here);
    expect(await screen.findByText('没有允许通知，推送未开启')).toBeVisible();
    Object.assign(browser, { answer: 'granted', reached: false });
    await waitFor(() => expect(here).toBeEnabled());
    await userEvent.click(here);
    expect(await screen.findByText(/浏览器连不上它的推送服务/)).toBeVisible();
    expect(here).not.toBeChecked();
    browser.answer = 'denied';
    await waitFor(() => expect(here).toBeEnabled());
    await userEvent.click(here);
    expect(await screen.findByText('浏览器禁止了本站的通知')).toBeVisible();
    expect(screen.getByText(/把“通知”改为允许/)).toBeVisible();
  });

  it('tells who can do without, and what iPhones need', async () => {
    on();
    vi.stubGlobal('isSecureContext', true);
    own('userAgent', phone().agent);
    renderApp(pages, '/notifications');
    expect(await screen.findByText('在 iPhone 和 iPad 上，要先把熟客添加到主屏幕')).toBeVisible();
  });

  it('lists other devices, and removes one that is gone', async () => {
    new Browser().start();
    const test = on();
    state(test).pushDevices = [phone({ failing_since: '2026-11-18T02:30:00Z', answer: { sent: false, status: 403, error: null, gone: false } })];
    renderApp(pages, '/notifications');
    const row = within(await screen.findByRole('list', { name: '接收推送的设备' }));
    expect(row.getByText(/推送服务不接收/)).toBeVisible();
    expect(screen.getByRole('switch', { name: /^在这台设备上推送/ })).not.toBeChecked();
    await userEvent.click(row.getByRole('button', { name: /发一条试试/ }));
    expect(await screen.findByText(/推送服务拒绝了（403）/)).toBeVisible();
    Object.assign(state(test).pushDevices?.[0] ?? {}, { answer: { sent: false, status: 410, error: null, gone: true } });
    await userEvent.click(row.getByRole('button', { name: /发一条试试/ }));
    expect(await screen.findByText(/已取消推送，该设备已移除/)).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('list', { name: '接收推送的设备' })).toBeNull());
  });

  it('is subscribed anew when the server has another key', async () => {
    const browser = new Browser().start();
    browser.current = { endpoint: 'https://push.example.net/old', key: 'BAAA' };
    const test = on();
    renderApp(pages, '/notifications');
    const here = await screen.findByRole('switch', { name: /^在这台设备上推送/ });
    await waitFor(() => expect(here).toBeEnabled());
    await userEvent.click(here);
    await waitFor(() => expect(here).toBeChecked());
    expect(browser.current?.key).toMatch(/^BCVx/);
    expect(state(test).pushDevices).toHaveLength(1);
  });
});

describe('the company', () => {
  it('switches push on with somebody to turn to', async () => {
    const test = server();
    renderApp(pages, '/settings/company');
    await userEvent.click(await screen.findByRole('switch', { name: /^推送通知到设备/ }));
    const contact = await screen.findByRole('textbox', { name: /推送联系方式/ });
    await userEvent.clear(contact);
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    expect(await screen.findByText('请填写邮箱或 https 网址')).toBeVisible();
    expect((state(test).settings as { push_contact?: string } | undefined)?.push_contact).toBeUndefined();
    await userEvent.type(contact, 'it@shop.example');
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    await waitFor(() => expect((state(test).settings as { push_contact?: string }).push_contact).toBe('it@shop.example'));
    await userEvent.click(screen.getByRole('switch', { name: /^推送通知到设备/ }));
    await userEvent.click(screen.getByRole('button', { name: /保 ?存/ }));
    await waitFor(() => expect((state(test).settings as { push_contact?: string | null }).push_contact).toBeNull());
  });
});
