import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import type { FileRef } from '@/api/types';
import CreateDrawer from '@/features/form/CreateDrawer';
import { renderApp, useTestServer } from '@/test/app';
import { context, field } from '@/test/fields';
import { registry } from './registry';

// The test's browser can't send files; what came of sending is told here, and the mock server knows it.
const sent = new Map<string, FileRef>();
vi.mock('@/api/files', async (original) => ({
  ...(await original<typeof import('@/api/files')>()),
  sendFile: (file: File) => {
    const kept = { id: `f-${sent.size}`, name: file.name, type: 'text/plain', size: file.size, width: null, height: null };
    sent.set(kept.id, kept);
    const refused = new ApiError({ title: '不能上传程序或脚本。', status: 422, code: 'dangerous_file' });
    return { done: file.name.endsWith('.exe') ? Promise.reject(refused) : Promise.resolve(kept), abort: () => undefined };
  },
}));

const server = useTestServer();
const pages = { '/': () => <CreateDrawer request={{ id: 1, object: 'lead', onCreated: () => undefined }} /> };

async function withField(more: object) {
  const { app } = server();
  const body = JSON.stringify({ name: 'x_papers', kind: 'attachment', labels: { 'zh-CN': '合同附件' }, ...more });
  const made = await app.fetch(new Request('http://localhost/api/v1/objects/lead/fields', { method: 'POST', body }));
  expect(made.status).toBe(201);
  app.state.files = sent;
  return app;
}

const input = () => document.querySelector<HTMLInputElement>('input[type="file"]') as HTMLInputElement;

describe('files in a form', () => {
  it('are sent when they are chosen, and saved with the record', async () => {
    const app = await withField({ max: '2' });
    renderApp(pages, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳新');
    await screen.findByRole('button', { name: '合同附件' });
    await userEvent.upload(input(), [new File(['甲'], '合同.txt'), new File(['乙'], '报价.txt')]);
    await screen.findByRole('button', { name: '移除合同.txt' });
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
    expect(screen.getByRole('button', { name: '合同附件' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: '移除报价.txt' }));
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => {
      const saved = [...(app.state.records.get('lead')?.values() ?? [])].find((lead) => lead.name === '欧阳新');
      expect(saved?.x_papers).toHaveLength(1);
    });
  });

  it('tell why one was refused, and keep the others', async () => {
    await withField({});
    renderApp(pages, '/');
    await screen.findByRole('button', { name: '合同附件' });
    await userEvent.upload(input(), [new File(['x'], 'setup.exe'), new File([], '空.txt')]);
    expect(await screen.findByText('不能上传程序或脚本。')).toBeInTheDocument();
    expect(screen.getByText('空文件')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '移除setup.exe' }));
    expect(screen.queryByText('setup.exe')).toBeNull();
  });
});

describe('files as values', () => {
  const file: FileRef = { id: '7', name: 'a.pdf', type: 'application/pdf', size: 1, width: null, height: null };
  it('are shown by name, sent by id and never typed', () => {
    expect(registry.attachment.format([file], field('attachment'), context())).toBe('a.pdf');
    expect(registry.attachment.toWire([file])).toEqual(['7']);
    expect(registry.image.toWire([])).toBeNull();
    expect(registry.image.parse('a.png', field('image'), context())).toEqual({ fault: { code: 'file' } });
  });
});

describe('the camera', () => {
  it('takes one photo after another, as many as the field takes', async () => {
    const finger = (query: string) => ({ matches: query.includes('coarse'), media: query, addEventListener: () => undefined, removeEventListener: () => undefined });
    vi.stubGlobal('matchMedia', finger);
    vi.resetModules();
    const media = await import('@/ui/media');
    expect(media.isTouch()).toBe(true);
    vi.unstubAllGlobals();
    const { TakePhoto } = await import('./shared/TakePhoto');
    server();
    const taken: string[] = [];
    renderApp({ '/': () => <TakePhoto label="现场照片" disabled={false} onTaken={(files) => taken.push(...files.map((file) => file.name))} /> }, '/');
    const button = await screen.findByRole('button', { name: '拍照 现场照片' });
    expect(input()).toHaveAttribute('capture', 'environment');
    expect(input()).toHaveAttribute('accept', 'image/*');
    await userEvent.upload(input(), new File(['1'], 'image.jpg', { type: 'image/jpeg' }));
    expect(button).toHaveTextContent('再拍一张');
    await userEvent.upload(input(), new File(['2'], 'image.jpg', { type: 'image/jpeg' }));
    expect(taken).toEqual(['image.jpg', 'image.jpg']);
  });

  it('is not offered where there is a mouse', async () => {
    await withField({});
    renderApp(pages, '/');
    await screen.findByRole('button', { name: '合同附件' });
    expect(screen.queryByRole('button', { name: /^拍照/ })).toBeNull();
  });
});
