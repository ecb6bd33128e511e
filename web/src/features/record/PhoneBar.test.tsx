import { fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { renderApp, useTestServer } from '@/test/app';
import { field } from '@/test/fields';
import { PhoneBar } from './PhoneBar';

const server = useTestServer();
const touch = vi.hoisted(() => ({ is: true }));
vi.mock('@/ui/media', async (original) => ({ ...(await original<typeof import('@/ui/media')>()), isTouch: () => touch.is }));

const fields = [field('phone', { name: 'mobile' }), field('text', { name: 'wechat' }), field('address', { name: 'address' })];
const values: Record<string, FieldValue> = { mobile: '13800001234', wechat: 'wangfang88', address: { region: null, detail: '文三路 1 号' } };

function show(fields: Field[], more = {}) {
  server();
  const [meta, record] = [{ fields } as ObjectMeta, { id: '7', object: 'contact', ...values, ...more } as unknown as RecordData];
  renderApp({ '/': () => <PhoneBar meta={meta} record={record} onFollowUp={() => undefined} /> }, '/');
}

describe('the bar at the thumb', () => {
  afterEach(() => {
    touch.is = true;
  });

  it('calls, speaks in WeChat, goes there and writes', async () => {
    const copy = vi.fn().mockResolvedValue(undefined);
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: copy }, configurable: true });
    show(fields);
    expect(await screen.findByRole('link', { name: '拨打' })).toHaveAttribute('href', 'tel:13800001234');
    expect(screen.getByRole('link', { name: '导航' })).toHaveAttribute('href', `geo:0,0?q=${encodeURIComponent('文三路 1 号')}`);
    expect(screen.getByRole('button', { name: '写跟进' })).toBeInTheDocument();
    touch.is = false;
    fireEvent.click(screen.getByRole('button', { name: /微\s?信/ }));
    expect(await screen.findByText('已复制微信号，请在微信中搜索')).toBeInTheDocument();
    expect(copy).toHaveBeenCalledWith('wangfang88');
  });

  it('leads to the street that the standard objects keep as a text', async () => {
    show([fields[0]!, field('text', { name: 'address' })], { address: '文三路 1 号' });
    expect(await screen.findByRole('link', { name: '导航' })).toHaveAttribute('href', `geo:0,0?q=${encodeURIComponent('文三路 1 号')}`);
  });

  it('leaves out what is masked, and the map where there is none', async () => {
    touch.is = false;
    show([fields[0]!, { ...fields[1]!, access: 'masked' }, fields[2]!]);
    await screen.findByRole('link', { name: '拨打' });
    expect(screen.queryByRole('button', { name: /微\s?信/ })).toBeNull();
    expect(screen.queryByRole('link', { name: '导航' })).toBeNull();
  });
});
