import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { renderApp, useTestServer } from '@/test/app';
import { Page as ListPage } from './import';
import { Page as WizardPage } from './import.object';

// Pages are fetched lazily, and machines that build at the same time are slow.

const serverOf = useTestServer();
const GOOD = '姓名,手机,公司\n张三,13900001111,甲公司\n李四,13900002222,乙公司\n';

function open(at: string) {
  const { app, server } = serverOf();
  return { ...renderApp({ '/import': ListPage, '/import/$object': WizardPage }, at), app, server };
}

/** Brings a file to the server. Written out as a browser would send it: jsdom's forms are not those of fetch. */
async function bring(csv: string, name: string, object = 'lead'): Promise<Response> {
  const part = (head: string, content: string) => `--edge\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const body = `${part('name="options"', JSON.stringify({ object }))}${part(`name="file"; filename="${name}"`, csv)}--edge--\r\n`;
  return serverOf().app.fetch(new Request('http://x/api/v1/imports', { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=edge' } }));
}

/** The wizard of a file that has been sent. */
async function uploaded(csv: string, object = 'lead') {
  const { id } = (await (await bring(csv, 'list.csv', object)).json()) as { id: string };
  return { ...open(`/import/${object}?id=${id}`), id };
}

const leads = (app: ReturnType<typeof serverOf>['app']) => [...(app.state.records.get('lead')?.values() ?? [])];

describe('the import wizard', () => {
  it('imports a file from matching to the result, and undoes it', async () => {
    const { app } = await uploaded(GOOD);
    const before = leads(app).length;
    expect(await screen.findByText('已匹配 3 / 3 列')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '检查数据' }));
    await userEvent.click(await screen.findByRole('button', { name: '导入 2 行' }));
    expect(await screen.findByText('已导入 2 条线索')).toBeVisible();
    expect(leads(app)).toHaveLength(before + 2);
    await userEvent.click(screen.getByRole('button', { name: '撤销导入' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: '撤销导入' }));
    expect(await screen.findByText('已撤销这次导入')).toBeVisible();
    expect(leads(app)).toHaveLength(before);
  });

  it('shows every bad cell with row, column, value and reason, and filters by reason', async () => {
    await uploaded('姓名,手机,评分\n张三,abc,10\n,13900002222,many\n王五,13900003333,20\n');
    await userEvent.click(await screen.findByRole('button', { name: '检查数据' }));
    await screen.findByRole('button', { name: '导入 1 行' });
    const table = await screen.findByRole('table');
    const rows = () => within(table).getAllByRole('row').slice(1).map((row) => within(row).getAllByRole('cell').map((cell) => cell.textContent));
    expect(rows()).toEqual([
      ['2', '手机', 'abc', '不是有效的电话号码'],
      ['3', '姓名', '（空）', '必填'],
      ['3', '评分', 'many', '不是数字'],
    ]);
    await userEvent.click(screen.getByRole('button', { name: /评分：不是数字/ }));
    expect(rows()).toEqual([['3', '评分', 'many', '不是数字']]);
  });

  it('holds back a check that can only fail, and says why', async () => {
    await uploaded('手机,备注\n13900001111,x\n');
    expect(await screen.findByText('为必填字段选择一列：姓名')).toBeVisible();
    expect(screen.getByRole('button', { name: '检查数据' })).toBeDisabled();
    // Only known leads are updated: no name is needed, but a key.
    await userEvent.click(screen.getByRole('radio', { name: /只更新/ }));
    await waitFor(() => expect(screen.getByRole('button', { name: '检查数据' })).toBeEnabled());
  });

  it('fills linked objects in groups, says what will become of each, and shows what did', async () => {
    const { app, id } = await uploaded('姓名,单位全称,单位电话\n张三,甲方科技,057188000001\n李四,甲方科技,057188000001\n', 'contact');
    const choose = async (column: string, text: string) => {
      const box = await screen.findByRole('combobox', { name: `“${column}”列对应的字段` });
      await userEvent.click(box);
      await userEvent.type(box, text);
      await userEvent.click((await screen.findAllByText(text, { selector: 'span' })).at(-1)!);
    };
    await choose('单位全称', '客户·客户名称');
    const card = await screen.findByRole('group', { name: '客户' });
    expect(within(card).getByText('已有的客户保持不变，只建立关联。')).toBeVisible();
    expect(within(card).getByText('1 列')).toBeVisible();
    const sent: unknown[] = [];
    serverOf().server.events.on('request:start', ({ request }) => {
      if (request.url.endsWith('/check')) void request.clone().json().then((body: unknown) => sent.push(body));
    });
    await userEvent.click(screen.getByRole('button', { name: '检查数据' }));
    await screen.findByRole('button', { name: '导入 2 行' });
    expect(sent[0]).toMatchObject({ mapping: { 单位全称: 'account.name' } });
    const figures = await screen.findByRole('list', { name: '关联记录' });
    expect(figures).toHaveTextContent('客户新增 1');
    expect(app.state.imports.get(id)?.links).toMatchObject([{ link: 'account', inserted: 1 }]);
  });

  it('leaves out duplicates when told so, and lists them', async () => {
    const { app } = serverOf();
    const lead = app.state.objects.get('lead')!;
    Object.assign(lead, { duplicates: { keys: [{ field: 'mobile', by: 'phone' }], page: 'warn', api: 'allow' } });
    const known = leads(app).find((one) => one.mobile)!;
    await uploaded(`姓名,手机\n张三,${String(known.mobile)}\n李四,13900009999\n`);
    await userEvent.click(await screen.findByRole('radio', { name: '跳过' }));
    expect(screen.getByText('重复的行不导入，在明细中列出。')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: '检查数据' }));
    await screen.findByRole('button', { name: '导入 1 行' });
    expect(await screen.findByText('重复，将跳过')).toBeVisible();
    expect(await screen.findByText('与已有的记录重复，已跳过')).toBeVisible();
  });

  it('goes on where it was when the page is opened again', async () => {
    const { app, id } = await uploaded(GOOD);
    await userEvent.click(await screen.findByRole('button', { name: '检查数据' }));
    await screen.findByRole('button', { name: '导入 2 行' });
    expect(app.state.imports.get(id)?.state).toBe('checked');
    cleanup();
    open(`/import/lead?id=${id}`);
    expect(await screen.findByRole('button', { name: '导入 2 行' })).toBeEnabled();
  });

  it('tells why a run was refused and stays where it was', async () => {
    const { server } = await uploaded(GOOD);
    await screen.findByRole('button', { name: '检查数据' });
    server.use(http.post('*/api/v1/imports/*/check', () => HttpResponse.json({ title: 'x', status: 403, code: 'forbidden', detail: '没有导入线索的权限。', request_id: 'r-9' }, { status: 403 })));
    await userEvent.click(screen.getByRole('button', { name: '检查数据' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('没有导入线索的权限。');
    expect(screen.getByRole('button', { name: '检查数据' })).toBeEnabled();
  });

  it('sends a chosen file and refuses others without sending', async () => {
    const { href, server } = open('/import/lead');
    server.use(http.post('*/api/v1/imports', () => bring(GOOD, 'leads.csv')));
    const input = await screen.findByLabelText('选择文件', { selector: 'input' });
    const user = userEvent.setup({ applyAccept: false });
    await user.upload(input, new File(['x'], 'old.xls'));
    expect(await screen.findByRole('alert')).toHaveTextContent('不支持旧版 Excel 格式');
    await user.upload(input, new File([GOOD], 'leads.csv', { type: 'text/csv' }));
    await waitFor(() => expect(href()).toMatch(/^\/import\/lead\?id=/));
    expect(await screen.findByText(/leads\.csv，共 2 行/)).toBeVisible();
  });
});

describe('past imports', () => {
  it('lists them with their ends and lets unfinished ones go', async () => {
    await bring(GOOD, 'old list.csv');
    open('/import');
    expect(await screen.findByRole('link', { name: /old list\.csv/ })).toHaveTextContent('待匹配');
    await userEvent.click(screen.getByRole('button', { name: '删除未完成的导入「old list.csv」' }));
    expect(await screen.findByText('还没有导入过数据')).toBeVisible();
  });
});
