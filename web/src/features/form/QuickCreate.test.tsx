import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useQuery } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { InPlace } from '@/features/record/InPlace';
import { useRecordEdit } from '@/features/record/useRecordEdit';
import { useObjectMeta } from '@/api/meta';
import { recordQuery } from '@/api/queries';
import type { RecordData, Ref } from '@/api/types';
import { renderApp, useTestServer, type TestServer } from '@/test/app';
import CreateDrawer from './CreateDrawer';

const server = useTestServer();
const pages = { '/': () => <CreateDrawer request={{ id: 1, object: 'contact', onCreated: () => undefined }} /> };

const accounts = ({ app }: TestServer) => [...(app.state.records.get('account')?.values() ?? [])].filter((one) => !one.deleted_at);
const named = (test: TestServer, name: string) => accounts(test).filter((one) => one.name === name);

async function lookFor(name: string) {
  const box = await screen.findByLabelText(/客户/);
  await userEvent.click(box);
  await userEvent.type(box, name);
  return box;
}

const offer = (name: string) => screen.findByText(`新建客户“${name}”`, { selector: '.ant-select-item-option-content *' });
const picked = (name: string) => screen.findByText(name, { selector: '.ant-select-content *' });

/** One more thing that accounts need. */
async function needsCity({ app }: TestServer) {
  const body = JSON.stringify({ name: 'x_city', kind: 'text', labels: { 'zh-CN': '城市' }, required: true });
  const made = await app.fetch(new Request('http://localhost/api/v1/objects/account/fields', { method: 'POST', body }));
  expect(made.status).toBe(201);
}

describe('what a picker does not find', () => {
  it('is created by its name, picked, and taken back', async () => {
    const test = server();
    renderApp(pages, '/');
    await lookFor('华夏科技');
    await userEvent.click(await offer('华夏科技'));
    await picked('华夏科技');
    expect(named(test, '华夏科技')).toHaveLength(1);
    await userEvent.click(within(await screen.findByRole('status')).getByRole('button', { name: '撤销' }));
    await waitFor(() => expect(named(test, '华夏科技')).toHaveLength(0));
    expect(screen.queryByText('华夏科技', { selector: '.ant-select-content *' })).toBeNull();
  });

  it('is created by Enter, but not by the Enter of an input method or by Tab', async () => {
    const test = server();
    renderApp(pages, '/');
    const box = await lookFor('华夏科技');
    await offer('华夏科技');
    await waitFor(() => expect(document.querySelectorAll('.ant-select-item-option')).toHaveLength(1));
    fireEvent.keyDown(box, { key: 'Enter', keyCode: 13, isComposing: true });
    fireEvent.keyDown(box, { key: 'Tab', keyCode: 9 });
    await userEvent.type(box, '华夏公司');
    await offer('华夏公司');
    expect(accounts(test).some((one) => String(one.name).startsWith('华夏'))).toBe(false);
    await waitFor(() => expect(document.querySelectorAll('.ant-select-item-option')).toHaveLength(1));
    fireEvent.keyDown(box, { key: 'Enter', keyCode: 13 });
    await picked('华夏公司');
  });

  it('asks for just what is missing, in place, and goes back by Escape with what was typed', async () => {
    const test = server();
    await needsCity(test);
    renderApp(pages, '/');
    await lookFor('华夏科技');
    await userEvent.click(await offer('华夏科技'));
    let panel = await screen.findByRole('dialog', { name: '新建客户' });
    expect(within(panel).getAllByRole('textbox').map((one) => (one as HTMLInputElement).value)).toEqual(['华夏科技', '']);
    expect(within(panel).getByLabelText(/^城市/)).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: '新建客户' })).toBeNull());
    expect(await screen.findByLabelText(/客户/)).toHaveValue('华夏科技');
    await userEvent.click(await offer('华夏科技'));
    panel = await screen.findByRole('dialog', { name: '新建客户' });
    await userEvent.click(within(panel).getByRole('button', { name: '新建' }));
    expect(await within(panel).findByText('此项必填')).toBeInTheDocument();
    await userEvent.type(within(panel).getByLabelText(/^城市/), '杭州{Enter}');
    await picked('华夏科技');
    expect(named(test, '华夏科技')[0]?.x_city).toBe('杭州');
    // The form that the picker stands in was not sent with it.
    expect(screen.queryByText('此项必填')).toBeNull();
  });

  it('shows a refusal in place, and lets take a record that is already there', async () => {
    const test = server();
    const existing = accounts(test)[0] as { id: string; name: string };
    const duplicates = [
      { id: existing.id, name: existing.name, owner: null, last_follow_up_on: null, can_merge: false, reasons: [{ field: 'name', label: '客户名称', similar: true }] },
      { id: null, name: null, owner: null, last_follow_up_on: null, can_merge: false, reasons: [] },
    ];
    test.server.use(http.post('*/api/v1/records/account', () => HttpResponse.json({ title: '可能重复', status: 409, code: 'duplicate_record', duplicates }, { status: 409 })));
    renderApp(pages, '/');
    await lookFor('华夏科技');
    await userEvent.click(await offer('华夏科技'));
    const panel = await screen.findByRole('dialog', { name: '新建客户' });
    expect(within(panel).getByLabelText(/^客户名称/)).toHaveValue('华夏科技');
    expect(within(panel).getAllByRole('button', { name: /^选用/ })).toHaveLength(1);
    await userEvent.click(within(panel).getByRole('button', { name: `选用“${existing.name}”` }));
    await picked(existing.name);
  });

  it('is not offered for people, and not without the right', async () => {
    const { server: msw, app } = server();
    msw.use(
      http.get('*/api/v1/objects', async ({ request }) => {
        const list = (await (await app.fetch(request.clone())).json()) as { objects: { name: string; actions: string[] }[] };
        for (const object of list.objects) if (object.name === 'account') object.actions = ['read'];
        return HttpResponse.json(list);
      }),
    );
    renderApp(pages, '/');
    await lookFor('华夏科技');
    expect(await screen.findByText('没有匹配的记录')).toBeInTheDocument();
    expect(screen.queryByText(/^新建客户/)).toBeNull();
  });
});

describe('a field that is changed where it stands', () => {
  function Field({ record, name }: { record: RecordData; name: string }) {
    const meta = useObjectMeta('contact');
    const { data } = useQuery({ ...recordQuery('contact', record.id), initialData: record });
    const edit = useRecordEdit(meta!, data);
    return <InPlace field={meta!.fields.find((one) => one.name === name)!} record={data} edit={edit} canEdit isStage={false} />;
  }

  it('is saved with the new record, and with the old one when that is taken back', async () => {
    const test = server();
    const contact = [...(test.app.state.records.get('contact')?.values() ?? [])].find((one) => one.account)!;
    const own = (await (await test.app.fetch(new Request(`http://localhost/api/v1/records/contact/${contact.id}`))).json()) as RecordData;
    const now = () => {
      const { account } = test.app.state.records.get('contact')!.get(own.id) as unknown as { account: Ref | string };
      return typeof account === 'string' ? account : account.id;
    };
    const before = now();
    renderApp({ '/': () => <Field record={own} name="account" /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: /^编辑/ }));
    await userEvent.type(await screen.findByRole('combobox'), '华夏科技');
    await userEvent.click(await offer('华夏科技'));
    await waitFor(() => expect(now()).toBe(named(test, '华夏科技')[0]?.id));
    await userEvent.click(await screen.findByRole('button', { name: '撤销' }));
    await waitFor(() => expect(now()).toBe(before));
    await waitFor(() => expect(named(test, '华夏科技')).toHaveLength(0));
  });
});
