import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Ref } from '@/api/types';
import CreateDrawer from '@/features/form/CreateDrawer';
import { renderApp, useTestServer } from '@/test/app';
import { context, field } from '@/test/fields';
import { registry } from './registry';

const server = useTestServer();
const pages = { '/': () => <CreateDrawer request={{ id: 1, object: 'lead', onCreated: () => undefined }} /> };

describe('several records in a form', () => {
  it('are found by name, shown as tags in their order, and saved as ids', async () => {
    const { app } = server();
    const body = JSON.stringify({ name: 'x_partners', kind: 'multi_reference', target: 'account', labels: { 'zh-CN': '合作客户' }, max: '2' });
    const made = await app.fetch(new Request('http://localhost/api/v1/objects/lead/fields', { method: 'POST', body }));
    expect(made.status).toBe(201);
    const names = [...(app.state.records.get('account')?.values() ?? [])].map((one) => String(one.name)).slice(0, 8);
    const [one, two] = [names[3], names[1]] as [string, string];
    renderApp(pages, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳新');
    const box = await screen.findByLabelText('合作客户');
    for (const name of [one, two]) {
      await userEvent.click(box);
      await userEvent.type(box, name);
      await userEvent.click(await screen.findByText(name, { selector: '.ant-select-item-option-content *' }));
      await screen.findByRole('button', { name: `移除 ${name}`, hidden: true });
    }
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => {
      const saved = [...(app.state.records.get('lead')?.values() ?? [])].find((lead) => lead.name === '欧阳新');
      const ids = (saved?.x_partners ?? []) as string[];
      expect(ids.map((id) => app.state.records.get('account')?.get(id)?.name)).toEqual([one, two]);
    });
  });
});

describe('a quick hand', () => {
  it('gets what it typed, though Enter came before the answer', async () => {
    const { app } = server();
    const drawer = () => <CreateDrawer request={{ id: 1, object: 'contact', onCreated: () => undefined }} />;
    renderApp({ '/': drawer }, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳快');
    const box = await screen.findByLabelText(/客户/);
    await userEvent.click(box);
    const offered = await screen.findAllByText(/公司|厂|店|集团/, { selector: '.ant-select-item-option-content *' });
    const name = String(offered[2]?.textContent);
    await userEvent.keyboard(`${name}{Enter}`);
    await screen.findByText(name, { selector: '.ant-select-content *' });
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => {
      const saved = [...(app.state.records.get('contact')?.values() ?? [])].find((one) => one.name === '欧阳快');
      const account = app.state.records.get('account')?.get((saved?.account as Ref | undefined)?.id ?? (saved?.account as string));
      expect(account?.name).toBe(name);
    });
  });
});

describe('several records as values', () => {
  const refs: Ref[] = [{ id: '7', object: 'account', name: '甲公司' }, { id: '8', object: 'account', name: '' }];
  it('are shown by name, sent by id and never typed', () => {
    const one = field('multi_reference');
    expect(registry.multi_reference.format(refs, one, context())).toMatch(/^甲公司; ./);
    expect(registry.multi_reference.toWire(refs)).toEqual(['7', '8']);
    expect(registry.multi_reference.toWire(null)).toEqual([]);
    expect(registry.multi_reference.parse('甲公司', one, context())).toEqual({ fault: { code: 'option' } });
  });
});
