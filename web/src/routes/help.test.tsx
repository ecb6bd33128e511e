import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { finding, manualQuery } from '@/features/help/sections';
import { SECTIONS } from '@/features/help/places';
import { renderApp, useTestServer } from '@/test/app';
import { Page } from './help';

useTestServer();
beforeEach(() => {
  Element.prototype.scrollIntoView = () => undefined;
});

const manual = async (locale: 'zh-CN' | 'en') => (await (manualQuery(locale).queryFn as () => Promise<{ id: string; title: string; html: string; level: number }[]>)()) ?? [];

describe('help', () => {
  it('shows the manual, goes to the section of the address, and finds words', async () => {
    renderApp({ '/help': () => <Page /> }, '/help#lists');
    const title = await screen.findByRole('heading', { level: 2, name: '列表' });
    expect(title).toHaveFocus();
    expect(screen.getByRole('link', { name: '列表', current: 'page' })).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox', { name: '在手册里查找' }), '公海不存在的词');
    expect(await screen.findByText(/手册里没有写到/)).toBeInTheDocument();
    await userEvent.clear(screen.getByRole('searchbox', { name: '在手册里查找' }));
    await userEvent.type(screen.getByRole('searchbox', { name: '在手册里查找' }), '日历 看板');
    const contents = within(screen.getByRole('navigation', { name: '目录' }));
    expect((await contents.findAllByRole('link')).length).toBeLessThan(8);
    expect(contents.getByRole('link', { name: '看板和日历' })).toBeInTheDocument();
  });

  it('has a section for each place, alike in both languages', async () => {
    const [zh, en] = [await manual('zh-CN'), await manual('en')];
    expect(zh.map(({ id }) => id)).toEqual(en.map(({ id }) => id));
    expect(new Set(en.map(({ id }) => id)).size).toBe(en.length);
    for (const section of SECTIONS) expect(en.map(({ id }) => id), section).toContain(section);
    expect(zh.some(({ html }) => html.includes('README') && html.includes('href'))).toBe(false);
    expect(finding(zh, '列表 看板').length).toBeGreaterThan(0);
  });
});
