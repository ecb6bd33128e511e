import { describe, expect, it } from 'vitest';
import { columnsBody, labelsOf, withFeeds, withKind, type ColumnDraft } from './draft';

const column = (index: number, part: Partial<ColumnDraft> = {}): ColumnDraft => ({
  index, feeds: 'field', name: `x_${index}`, label: '级别', labels: { 'zh-CN': '级别', en: 'Level' }, kind: 'text', scale: 2, target: '', options: [], required: false, unique: true, ...part,
});

describe('a proposal while it is changed', () => {
  it('takes options from what stands in the column', () => {
    const choice = withKind(column(0), 'choice', ['甲', '乙'], 'zh-CN');
    expect(choice.options.map((option) => option.labels['zh-CN'])).toEqual(['甲', '乙']);
    expect(choice.unique).toBe(false);
    const several = withKind(column(0), 'multi_choice', ['甲、乙', '乙;丙'], 'zh-CN');
    expect(several.options.map((option) => option.labels['zh-CN'])).toEqual(['甲', '乙', '丙']);
    expect(new Set(several.options.map((option) => option.name)).size).toBe(3);
    expect(withKind(column(0), 'choice', null, 'zh-CN').options).toEqual([]);
  });

  it('has one title', () => {
    const columns = withFeeds([column(0, { feeds: 'title' }), column(1)], 1, 'title');
    expect(columns.map((one) => one.feeds)).toEqual(['field', 'title']);
    expect(withFeeds(columns, 0, 'nothing').map((one) => one.feeds)).toEqual(['nothing', 'title']);
  });

  it('keeps both languages until the label is written anew', () => {
    expect(labelsOf('级别', { 'zh-CN': '级别', en: 'Level' }, 'zh-CN')).toEqual({ 'zh-CN': '级别', en: 'Level' });
    expect(labelsOf('等级', { 'zh-CN': '级别', en: 'Level' }, 'zh-CN')).toEqual({ 'zh-CN': '等级' });
  });

  it('sends what belongs to the kind, and nothing of a column that is left out', () => {
    const [money, left, title] = columnsBody([column(0, { kind: 'money' }), column(1, { feeds: 'nothing' }), column(2, { feeds: 'title' })], 'zh-CN');
    expect(money).toMatchObject({ kind: 'money', scale: 2 });
    expect(money).not.toHaveProperty('options');
    expect(left).toEqual({ index: 1, feeds: 'nothing' });
    expect(title).not.toHaveProperty('kind');
  });
});
