import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import CreateDrawer from './CreateDrawer';

const server = useTestServer();
const pages = { '/': () => <CreateDrawer request={{ id: 1, object: 'lead', onCreated: () => undefined }} /> };

describe('the form for a new lead', () => {
  it('asks for what is required before it asks the server', async () => {
    const { app } = server();
    renderApp(pages, '/');
    const before = app.state.records.get('lead')?.size;
    await userEvent.click(await screen.findByRole('button', { name: '保存' }));
    expect(await screen.findByText('此项必填')).toBeInTheDocument();
    expect(screen.getByLabelText(/^姓名/)).toHaveAttribute('aria-invalid', 'true');
    expect(app.state.records.get('lead')?.size).toBe(before);
  });

  it('tells what is wrong with a text when its field is left', async () => {
    server();
    renderApp(pages, '/');
    const email = await screen.findByLabelText('邮箱');
    await userEvent.type(email, 'wei@');
    expect(email).not.toHaveAttribute('aria-invalid');
    await userEvent.tab();
    expect(email).toHaveAttribute('aria-invalid', 'true');
    expect(email).toHaveAccessibleDescription(/邮箱/);
  });

  it('saves what was filled in', async () => {
    const { app } = server();
    renderApp(pages, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳新');
    await userEvent.type(screen.getByLabelText('预算'), '3.5万');
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => {
      const saved = [...(app.state.records.get('lead')?.values() ?? [])].find((lead) => lead.name === '欧阳新');
      expect(saved?.budget).toEqual({ amount: '35000.00', currency: 'CNY' });
    });
  });

  it('puts the words of the server at the field they are about', async () => {
    const { server: msw } = server();
    msw.use(
      http.post('*/api/v1/records/lead', () =>
        HttpResponse.json(
          { title: '数据有误', status: 422, code: 'invalid', errors: [{ field: 'mobile', code: 'taken', message: '这个手机号已有线索' }] },
          { status: 422 },
        ),
      ),
    );
    renderApp(pages, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳新');
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    expect(await screen.findByText('这个手机号已有线索')).toBeInTheDocument();
    expect(screen.getByLabelText('手机')).toHaveAccessibleDescription('这个手机号已有线索');
    expect(screen.getByLabelText(/^姓名/)).toHaveValue('欧阳新');
  });

  it('does not drop what was typed, however often one presses close', async () => {
    server();
    renderApp(pages, '/');
    await userEvent.type(await screen.findByLabelText(/^姓名/), '欧阳新');
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('填写的内容还没有保存。')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: '继续填写' }));
    expect(screen.getByLabelText(/^姓名/)).toHaveValue('欧阳新');
  });

  it('follows the type of record while it is chosen, and opens what hides a fault', async () => {
    const { app } = server();
    const lead = app.state.objects.get('lead');
    const label = (text: string) => ({ 'zh-CN': text });
    const tabs = [{ labels: label('更多'), sections: [{ labels: label('其他'), fields: ['name'], collapsed: true }] }];
    Object.assign(lead ?? {}, { type_field: 'status', layouts: [{ name: 'a', types: ['qualified'], labels: label('甲'), sections: [{ labels: label('状态'), fields: ['status'] }], tabs }] });
    renderApp(pages, '/');
    const budget = await screen.findByLabelText('预算');
    await userEvent.type(budget, '3.5万');
    await userEvent.click(screen.getByLabelText(/^状态/));
    await userEvent.click(await screen.findByTitle('已确认'));
    await waitFor(() => expect(screen.queryByLabelText('预算')).toBeNull());
    expect(screen.getByRole('button', { name: '其他', expanded: false })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    expect(await screen.findByRole('button', { name: '其他', expanded: true })).toBeInTheDocument();
    expect(screen.getByText('此项必填')).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^姓名/), '欧阳新');
    await userEvent.click(screen.getByRole('button', { name: '保存' }));
    await waitFor(() => {
      const saved = [...(app.state.records.get('lead')?.values() ?? [])].find((one) => one.name === '欧阳新');
      expect(saved?.status).toBe('qualified');
      expect(saved?.budget ?? null).toBeNull();
    });
  });
});
