import { describe, expect, it } from 'vitest';
import { KINDS, type FieldValue, type Kind } from '@/api/types';
import { context, field } from '@/test/fields';
import { registry, typedText } from './registry';
import { indexRegions, parentsOf, regionName } from './shared/regions';
import { safeHref } from './url';

const options = [
  { name: 'new', label: '新线索', labels: { 'zh-CN': '新线索', en: 'New' }, color: 'info' as const, active: true },
  { name: 'east', label: '华东', labels: {}, color: 'grey' as const, active: true },
  { name: 'east/sh', label: '上海', labels: {}, color: 'grey' as const, active: true },
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
    ['time', '下午2:30', '14:30', '14:30'],
    ['time', '930', '09:30', '09:30'],
    ['rating', '★★★☆☆', 3, '★★★'],
    ['cascade', '华东 / 上海', 'east/sh', '华东 / 上海'],
    ['cascade', '上海', 'east/sh', '华东 / 上海'],
    ['id_card', '110105 19491231 002x', '11010519491231002X', '11010519491231002X'],
    ['credit_code', '91350100m000100y43', '91350100M000100Y43', '91350100M000100Y43'],
    ['address', '文三路 1 号', { region: null, detail: '文三路 1 号' }, '文三路 1 号'],
    ['location', '120.13，30.27', { longitude: '120.130000', latitude: '30.270000', accuracy: null }, '120.130000, 30.270000'],
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
    ['time', '25:00', 'time'],
    ['rating', '6', 'max'],
    ['rating', '0', 'min'],
    ['cascade', '北京', 'option'],
    ['id_card', '110105194912310021', 'checkDigit'],
    ['id_card', '110105491231002', 'idCardOld'],
    ['id_card', '110105194913310021', 'idCard'],
    ['credit_code', '91350100M000100Y44', 'checkDigit'],
    ['credit_code', '9135', 'creditCode'],
    ['location', '杭州', 'place'],
    ['location', '190, 30', 'placeRange'],
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

describe('rules', () => {
  const format = { pattern: '[A-Z]{2}\\d{4}', message: '两位字母加四位数字', messages: {}, live: true };
  it('hold a text against its format in the words of the administrator', () => {
    const one = field('text', { format });
    expect(registry.text.parse('AB1234', one, context())).toEqual({ value: 'AB1234' });
    expect(registry.text.parse('AB123', one, context())).toEqual({ fault: { code: 'format', limit: format.message } });
    expect(registry.text.parse('', one, context())).toEqual({ value: null });
  });
  it('leave a pattern alone that only the server can try safely, or that this browser can not read', () => {
    expect(registry.text.parse('x', field('text', { format: { ...format, live: false } }), context())).toEqual({ value: 'x' });
    expect(registry.text.parse('x', field('text', { format: { ...format, pattern: '\\p{Han}+(?i)a' } }), context())).toEqual({ value: 'x' });
  });
  it('keep days and times within their bounds', () => {
    const day = field('date', { min: '2026-01-01', max: '2026-12-31' });
    expect(registry.date.parse('2026-12-31', day, context())).toEqual({ value: '2026-12-31' });
    expect(registry.date.parse('2025-12-31', day, context())).toMatchObject({ fault: { code: 'early' } });
    expect(registry.time.parse('18:01', field('time', { max: '18:00' }), context())).toMatchObject({ fault: { code: 'late', limit: '18:00' } });
    const instant = field('datetime', { min: '2026-01-01T00:00:00Z' });
    expect(registry.datetime.parse('2026-01-01 07:59', instant, context())).toMatchObject({ fault: { code: 'early' } });
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

describe('what was typed', () => {
  const cases: [Kind, FieldValue, string][] = [
    ['choice', 'won', '成交'],
    ['cascade', 'east/sh', '华东 / 上海'],
    ['rich_text', '<p>要<strong>三</strong>件</p>', '要三件'],
    ['datetime', '2026-01-05T00:00:00.000Z', '2026-01-05 08:00'],
    ['datetime', '2026-1', '2026-1'],
    ['decimal', '12,', '12,'],
    ['text', '<b>', '<b>'],
    ['money', { amount: '30000', currency: 'CNY' }, '¥30,000'],
  ];
  it.each(cases)('of %s, %j, is read as %s', (kind, value, text) => {
    const one = kind === 'choice' || kind === 'cascade' ? field(kind, { options }) : field(kind);
    expect(typedText(value, one, context())).toBe(text);
  });
});
