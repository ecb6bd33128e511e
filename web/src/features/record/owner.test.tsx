import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { useObjectMeta } from '@/api/meta';
import type { RecordData } from '@/api/types';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import { FieldPanel } from './FieldPanel';
import { useRecordEdit } from './useRecordEdit';

const server = useTestServer();

function Panel({ record }: { record: RecordData }) {
  const meta = useObjectMeta('lead')!;
  const edit = useRecordEdit(meta, record);
  return <FieldPanel meta={meta} record={record} edit={edit} canEdit />;
}

const read = async ({ app }: TestServer, id: string) => (await (await app.fetch(new Request(`http://localhost/api/v1/records/lead/${id}`))).json()) as RecordData;

describe('why somebody has a record', () => {
  it('is told from whom to whom it went, newest first, and who had created it', async () => {
    const test = server();
    const { id } = [...test.app.state.records.get('lead')!.values()][0]!;
    const [one, two] = [...test.app.state.records.get('user')!.values()].slice(1, 3);
    const before = await read(test, id);
    for (const to of [one!, two!]) {
      const request = new Request(`http://localhost/api/v1/records/lead/${id}`, { method: 'PATCH', body: JSON.stringify({ owner: to.id, company: String(to.name) }) });
      expect((await test.app.fetch(request)).status).toBe(200);
    }
    const record = await read(test, id);
    renderApp({ '/': () => <Panel record={record} /> }, '/');
    const ask = await screen.findByRole('button', { name: '为什么由他负责' });
    await userEvent.click(ask);
    const panel = await screen.findByRole('dialog', { name: '为什么由他负责' });
    const steps = await within(panel).findAllByRole('listitem');
    expect(steps).toHaveLength(3);
    for (const [step, names] of [[steps[0], [one, two]], [steps[1], [before.owner, one]], [steps[2], [before.owner]]] as const) {
      for (const known of names) expect(step).toHaveTextContent(String(known!.name));
    }
    expect(steps[2]).toHaveTextContent(/创建/);
    // The line was not opened to be changed.
    expect(screen.queryByRole('combobox')).toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(ask).toHaveFocus();
  });

  it('says that it was never another', async () => {
    const test = server();
    const { id } = [...test.app.state.records.get('lead')!.values()][0]!;
    const record = await read(test, id);
    renderApp({ '/': () => <Panel record={record} /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: '为什么由他负责' }));
    expect(await screen.findByText('从创建起一直由他负责')).toBeInTheDocument();
  });

  it('tells why it can not be told, and asks again', async () => {
    const test = server();
    const { id } = [...test.app.state.records.get('lead')!.values()][0]!;
    const record = await read(test, id);
    test.server.use(http.get('*/records/lead/:id/history', () => HttpResponse.json({ title: '太多请求', status: 429, code: 'too_many' }, { status: 429 }), { once: true }));
    renderApp({ '/': () => <Panel record={record} /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: '为什么由他负责' }));
    const panel = await screen.findByRole('dialog', { name: '为什么由他负责' });
    await userEvent.click(await within(panel).findByRole('button', { name: /重\s?试/ }));
    expect(await within(panel).findByText('从创建起一直由他负责')).toBeInTheDocument();
  });
});
