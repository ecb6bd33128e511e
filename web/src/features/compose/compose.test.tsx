/** Writing below a record: picks, files, tasks, phrases, speech; what is refused, and what survives it. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { MockApp } from '../../../mock-server/app.mjs';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from '@/routes/record';

const server = useTestServer();
const pages = { '/o/$object/$id': () => <Page />, '/o/$object': () => <p>列表</p> };

const records = (app: MockApp, object: string) => [...(app.state.records.get(object)?.values() ?? [])];
const someLead = (app: MockApp) => {
  const lead = records(app, 'lead').find((one) => !one.deleted_at);
  if (!lead) throw new Error('the mock has no leads');
  return lead;
};
const newest = (app: MockApp, object: string) => records(app, object).at(-1);
const writing = () => screen.findByRole('form', { name: '写跟进' });
const save = '{Control>}{Enter}{/Control}';

describe('a follow-up', () => {
  it('has its result and the concerns picked, which the stream shows', async () => {
    const { app } = server();
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    const form = await writing();
    await userEvent.type(within(form).getByRole('textbox', { name: '内容' }), '嫌贵，但愿意再谈');
    await userEvent.click(within(form).getByRole('button', { name: '结果' }));
    await userEvent.click(await screen.findByRole('button', { name: '有意向', pressed: false }));
    await userEvent.click(within(form).getByRole('button', { name: '客户关注点' }));
    await userEvent.click(await screen.findByRole('button', { name: '价格' }));
    await userEvent.click(screen.getByRole('button', { name: '交期' }));
    expect(within(form).getByRole('button', { name: '客户关注点：价格, 交期' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(within(form).getByRole('button', { name: '保存' }));
    const said = await screen.findByText('嫌贵，但愿意再谈', { selector: 'p' });
    expect(newest(app, 'activity')).toMatchObject({ outcome: 'interested', concerns: ['price', 'delivery'], content: '嫌贵，但愿意再谈' });
    const card = said.parentElement as HTMLElement;
    expect(within(card).getByText('有意向')).toBeInTheDocument();
    expect(within(form).getByRole('button', { name: '结果' })).toBeInTheDocument();
  });

  it('unfolds what an administrator has made required, and keeps what was typed', async () => {
    const { app } = server();
    const activity = app.state.objects.get('activity');
    const minutes = activity?.fields.find((field: { name: string }) => field.name === 'duration_minutes');
    Object.assign(minutes ?? {}, { required: true });
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    const form = await writing();
    expect(within(form).queryByLabelText(/^时长/)).toBeNull();
    await userEvent.type(within(form).getByRole('textbox', { name: '内容' }), `聊了一会儿${save}`);
    await userEvent.type(await within(form).findByLabelText(/^时长/), `25${save}`);
    await waitFor(() => expect(newest(app, 'activity')).toMatchObject({ content: '聊了一会儿', duration_minutes: 25 }));
  });

  it('survives a reload with everything that was picked', async () => {
    const { app } = server();
    const lead = someLead(app);
    localStorage.setItem(`shuke.draft.activity.lead.${lead.id}`, JSON.stringify({ kind: 'visit', content: '写了一半', outcome: 'refused' }));
    renderApp(pages, `/o/lead/${lead.id}`);
    const form = await writing();
    expect(within(form).getByRole('textbox', { name: '内容' })).toHaveValue('写了一半');
    expect(within(form).getByRole('radio', { name: '拜访' })).toBeChecked();
    await userEvent.click(within(form).getByRole('button', { name: '清除结果' }));
    expect(within(form).getByRole('button', { name: '结果' })).toBeInTheDocument();
  });

  it('takes a picture that was pasted, beside the text', async () => {
    const { app } = server();
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    const form = await writing();
    const box = within(form).getByRole('textbox', { name: '内容' });
    const file = new File(['png'], '聊天截图.png', { type: 'image/png' });
    fireEvent.paste(box, { clipboardData: { files: [file], getData: () => '' } });
    expect(await within(form).findByRole('button', { name: /^移除/ })).toBeInTheDocument();
    await userEvent.type(box, `客户发来的截图${save}`);
    await waitFor(() => expect(newest(app, 'activity')?.files).toHaveLength(1));
  });
});

describe('a task', () => {
  it('is planned from the record that it belongs to', async () => {
    const { app } = server();
    const lead = someLead(app);
    renderApp(pages, `/o/lead/${lead.id}`);
    await userEvent.click(await screen.findByRole('radio', { name: '任务' }));
    const form = await screen.findByRole('form', { name: '新建任务' });
    const box = within(form).getByRole('textbox', { name: '任务' });
    expect(box).toHaveFocus();
    await userEvent.click(within(form).getByRole('button', { name: '截止时间' }));
    await userEvent.click(await screen.findByRole('button', { name: '明天' }));
    await userEvent.type(box, '寄样品{Enter}');
    expect(await screen.findByText('已创建：寄样品')).toBeInTheDocument();
    const task = newest(app, 'task');
    expect(task).toMatchObject({ name: '寄样品', related: { object: 'lead', id: lead.id }, due_at: expect.stringMatching(/T10:00:00.000Z$/) });
    expect(box).toHaveValue('');
  });
});

describe('phrases', () => {
  it('are put where the caret is, and kept from what was typed', async () => {
    const { app } = server();
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    const form = await writing();
    const box = within(form).getByRole('textbox', { name: '内容' });
    await userEvent.type(box, '客户正忙，已加微信。约好晚些联系');
    await userEvent.click(within(form).getByRole('button', { name: '插入常用语' }));
    await userEvent.click(await screen.findByRole('button', { name: '把当前文字存为常用语' }));
    await waitFor(() => expect(newest(app, 'phrase')).toMatchObject({ name: '客户正忙，已加微信', content: '客户正忙，已加微信。约好晚些联系' }));
    await userEvent.click(await screen.findByRole('button', { name: /^客户正忙，已加微信/ }));
    expect(box).toHaveValue('客户正忙，已加微信。约好晚些联系客户正忙，已加微信。约好晚些联系');
  });
});

describe('speech', () => {
  const Fake = class {
    static last: InstanceType<typeof Fake>;
    lang = '';
    onresult: ((event: unknown) => void) | null = null;
    onerror: ((event: unknown) => void) | null = null;
    onend: (() => void) | null = null;
    constructor() {
      Fake.last = this;
    }
    start() {}
    stop() {
      this.onend?.();
    }
    abort() {}
  };
  afterEach(() => {
    delete (window as unknown as Record<string, unknown>).webkitSpeechRecognition;
  });

  it('is not offered where the browser has none', async () => {
    const { app } = server();
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    expect(within(await writing()).queryByRole('button', { name: /^语音输入/ })).toBeNull();
  });

  it('becomes text once it is certain; a refused microphone is told', async () => {
    (window as unknown as Record<string, unknown>).webkitSpeechRecognition = Fake;
    const { app } = server();
    renderApp(pages, `/o/lead/${someLead(app).id}`);
    const form = await writing();
    await userEvent.click(within(form).getByRole('button', { name: /^语音输入/ }));
    expect(Fake.last.lang).toBe('zh-CN');
    const heard = (words: string, isFinal: boolean) => act(() => Fake.last.onresult?.({ resultIndex: 0, results: [{ isFinal, 0: { transcript: words } }] }));
    heard('客户', false);
    heard('客户下周来', true);
    expect(within(form).getByRole('textbox', { name: '内容' })).toHaveValue('客户下周来');
    act(() => Fake.last.onerror?.({ error: 'not-allowed' }));
    await userEvent.click(within(form).getByRole('button', { name: '停止语音输入' }));
    expect(await within(form).findByText(/没有允许使用麦克风/)).toBeInTheDocument();
  });
});
