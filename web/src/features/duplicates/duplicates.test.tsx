import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import CreateDrawer from '../form/CreateDrawer';
import { Queue } from './Queue';

const server = useTestServer();
const form = { '/': () => <CreateDrawer request={{ id: 1, object: 'lead', onCreated: () => undefined }} /> };
const rules = { keys: [{ field: 'mobile', by: 'phone' }], page: 'warn', api: 'allow' };
const reasons = [{ field: 'mobile', label: '手机', similar: false }];
const owner = { id: 'u1', object: 'user', name: '李晓明' };
const seen = { id: '00000000-0000-7000-8000-000000000001', name: '王芳', owner, last_follow_up_on: '2026-11-02', can_merge: true, reasons };
const hidden = { id: null, name: null, owner, last_follow_up_on: null, can_merge: false, reasons };

describe('possible duplicates', () => {
  it('stand above the form while somebody types, those out of sight without their names', async () => {
    const { app, server: msw } = server();
    Object.assign(app.state.objects.get('lead')!, { duplicates: rules });
    const asked: unknown[] = [];
    msw.use(
      http.post('*/api/v1/records/lead/duplicates', async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.json({ policy: 'warn', items: [seen, hidden] });
      }),
    );
    renderApp(form, '/');
    await userEvent.type(await screen.findByLabelText('手机'), '13800001234');
    await userEvent.tab();
    const panel = await screen.findByText('可能与 2 条已有记录重复');
    const box = panel.closest('section')!;
    expect(within(box).getByRole('link', { name: '王芳' })).toHaveAttribute('href', `/o/lead/${seen.id}`);
    expect(within(box).getByText('您无权查看的记录')).toBeInTheDocument();
    expect(within(box).getAllByText('同一手机')).toHaveLength(2);
    expect(JSON.stringify(asked.at(-1))).toContain('13800001234');
  });

  it('are saved when the person says so', async () => {
    const { app, server: msw } = server();
    Object.assign(app.state.objects.get('lead')!, { duplicates: rules });
    const accepted: (string | null)[] = [];
    msw.use(
      http.post('*/api/v1/records/lead/duplicates', () => HttpResponse.json({ policy: 'warn', items: [] })),
      http.post('*/api/v1/records/lead', ({ request }) => {
        const accept = new URL(request.url).searchParams.get('duplicates');
        accepted.push(accept);
        if (accept === 'accept') return undefined;
        return HttpResponse.json({ title: '冲突', status: 409, code: 'possible_duplicate', detail: '可能重复', errors: [], duplicates: [seen] }, { status: 409 });
      }),
    );
    renderApp(form, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '王小姐');
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('可能与 1 条已有记录重复');
    await userEvent.click(await screen.findByRole('button', { name: /仍然保存$/ }));
    await waitFor(() => expect([...(app.state.records.get('lead')?.values() ?? [])].some((lead) => lead.name === '王小姐')).toBe(true));
    expect(accepted).toEqual([null, 'accept']);
  });

  it('wait in the queue to be told apart', async () => {
    const { app, server: msw } = server();
    Object.assign(app.state.objects.get('lead')!, { duplicates: rules });
    const side = { id: seen.id, name: '王芳', owner, created_at: '2026-11-01T08:00:00Z', last_follow_up_at: null };
    const pair = { id: 'p1', records: [side, { ...side, id: 'b', name: '王小姐' }], reasons, state: 'open', decided_by: null, decided_at: null };
    let waiting = [pair];
    msw.use(
      http.get('*/api/v1/records/lead/duplicates', () => HttpResponse.json({ items: waiting, next_cursor: null, searching: null })),
      http.post('*/api/v1/duplicates/p1/dismiss', () => {
        waiting = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    renderApp({ '/': () => <Queue /> }, '/');
    await userEvent.click(await screen.findByRole('button', { name: '不是重复' }));
    expect(await screen.findByText('没有待处理的可能重复')).toBeInTheDocument();
  });

  it('open on the object that has some', async () => {
    const { app, server: msw } = server();
    for (const object of ['lead', 'account', 'contact']) Object.assign(app.state.objects.get(object)!, { duplicates: rules });
    const side = { id: seen.id, name: '王芳', owner, created_at: null, last_follow_up_at: null };
    const pair = { id: 'p1', records: [side, { ...side, id: 'b', name: '王小姐' }], reasons, state: 'open' };
    msw.use(
      http.get('*/api/v1/records/:object/duplicates', ({ params }) => HttpResponse.json({ items: params.object === 'contact' ? [pair] : [], next_cursor: null, searching: null })),
    );
    renderApp({ '/': () => <Queue /> }, '/');
    expect(await screen.findByRole('link', { name: '王小姐' })).toHaveAttribute('href', '/o/contact/b');
  });
});
