import { describe, expect, it } from 'vitest';
import { KINDS, type FieldValue, type Kind } from '@/api/types';
import { context, field } from '@/test/fields';
import { registry } from './registry';
import { indexRegions, parentsOf, regionName } from './shared/regions';
import { safeHref } from './url';

const options = [
  { name: 'new', label: '新线索', labels: { 'zh-CN': '新线索', en: 'New' }, color: 'info' as const, active: true },
  { name: 'won', label: '成交', labels: { 'zh-CN': '成交', en: 'Won' }, color: 'ok' as const, active: true },
];

describe('every field kind', () => {
  it.each(KINDS)('%s has tests to filter by, reads nothing as null, and shows nothing as an empty text', (kind) => {
    const { operators, parse, format } = registry[kind];
    const one = field(kind, { options });
    expect(operators.length).toBeGreaterThan(0);
    const parsed = parse('  ', one, context());
    expect(parsed).toEqual({ value: kind === 'tags' || kind === 'multi_choice' ? [] : null });
    expect(format(null, one, context())).toBe('');
  });

  const samples: [Kind, string, FieldValue, string][] = [
    ['text', ' 王伟 ', '王伟', '王伟'],
    ['long_text', 'a\nb', 'a\nb', 'a\nb'],
    ['integer', '1,200', 1200, '1,200'],
    ['decimal', '12.50', '12.5', '12.5'],
    ['money', '3万', { amount: '30000', currency: 'CNY' }, '¥30,000'],
    ['percent', '12.5％', '12.5', '12.5%'],
    ['bool', '是', true, '是'],
    ['date', '2026/1/5', '2026-01-05', '2026-01-05'],
    ['datetime', '2026-1-5 8:00', '2026-01-05T00:00:00.000Z', '2026-01-05 08:00'],
    ['choice', 'New', 'new', '新线索'],
    ['multi_choice', '新线索、成交', ['new', 'won'], '新线索, 成交'],
    ['phone', '13899463427', '13899463427', '138 9946 3427'],
    ['email', 'a@b.cn', 'a@b.cn', 'a@b.cn'],
    ['url', 'www.example.com', 'https://www.example.com', 'https://www.example.com'],
    ['region', '310115', '310115', '310115'],
    ['tags', 'a，b, a', ['a', 'b'], 'a, b'],
  ];
  it.each(samples)('%s reads %j and shows it', (kind, text, value, shown) => {
    const one = field(kind, { options });
    expect(registry[kind].parse(text, one, context())).toEqual({ value });
    expect(registry[kind].format(value, one, context())).toBe(shown);
  });

  const wrong: [Kind, string, string][] = [
    ['integer', '1.5', 'integer'],
    ['money', 'viel', 'number'],
    ['date', '2026-02-30', 'date'],
    ['choice', 'nowhere', 'option'],
    ['phone', 'call me', 'phone'],
    ['email', 'a@b', 'email'],
    ['url', 'javascript:alert(1)', 'url'],
    ['text', 'x'.repeat(41), 'length'],
  ];
  it.each(wrong)('%s refuses %j', (kind, text, code) => {
    expect(registry[kind].parse(text, field(kind, { options, max_length: 40 }), context())).toMatchObject({ fault: { code } });
  });

  it('sends references as ids and records with their object', () => {
    const ref = { id: '7', object: 'account', name: 'Acme' };
    expect(registry.reference.toWire(ref)).toBe('7');
    expect(registry.user.toWire(null)).toBeNull();
    expect(registry.record.toWire(ref)).toEqual({ object: 'account', id: '7' });
  });
});

describe('addresses', () => {
  it('link only where a browser goes by http', () => {
    expect(safeHref('https://example.com/a')).toBe('https://example.com/a');
    expect(safeHref('javascript:alert(1)')).toBeNull();
    expect(safeHref('data:text/html,x')).toBeNull();
  });
});

describe('regions', () => {
  const regions = indexRegions({
    version: '1',
    items: [
      ['110000', '北京市'],
      ['110101', '东城区'],
      ['330000', '浙江省'],
      ['330100', '杭州市'],
      ['330106', '西湖区'],
    ],
  });

  it('form a tree, with or without a middle level', () => {
    expect(regions.tree.map((node) => node.label)).toEqual(['北京市', '浙江省']);
    expect(regions.tree[0]?.children?.[0]?.label).toBe('东城区');
    expect(regions.tree[1]?.children?.[0]?.children?.[0]?.value).toBe('330106');
  });

  it('are named from the province down', () => {
    expect(regionName('330106', regions.names)).toBe('浙江省 杭州市 西湖区');
    expect(regionName('110101', regions.names)).toBe('北京市 东城区');
    expect(parentsOf('330000', regions.names)).toEqual([]);
    expect(regionName('999999', regions.names)).toBe('999999');
  });
});
