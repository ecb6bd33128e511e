import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { compactMoney, formatDecimal, formatMoney, parseDecimal } from './number';

const t = ((key: string) => ({ 'fields.unit.wan': '万', 'fields.unit.yi': '亿' })[key]) as unknown as TFunction;

describe('decimals without floats', () => {
  it('groups digits and keeps every one of them', () => {
    expect(formatDecimal('1286000.50')).toBe('1,286,000.5');
    expect(formatDecimal('-0.10', 2)).toBe('−0.10');
    expect(formatDecimal('12345678901234567890.123456789')).toBe('12,345,678,901,234,567,890.123456789');
    expect(formatDecimal('not a number')).toBe('not a number');
  });

  it('reads what people type, in either width', () => {
    expect(parseDecimal(' 1,234.50 ', {})).toEqual({ value: '1234.5' });
    expect(parseDecimal('１２３．５', {})).toEqual({ value: '123.5' });
    expect(parseDecimal('￥3.2万', {})).toEqual({ value: '32000' });
    expect(parseDecimal('1.5亿', {})).toEqual({ value: '150000000' });
    expect(parseDecimal('-.5', {})).toEqual({ value: '-0.5' });
    expect(parseDecimal('', {})).toEqual({ value: null });
    expect(parseDecimal('9007199254740993', {}, true)).toEqual({ value: '9007199254740993' });
  });

  it('says what is wrong', () => {
    expect(parseDecimal('abc', {})).toEqual({ fault: { code: 'number' } });
    expect(parseDecimal('.', {})).toEqual({ fault: { code: 'number' } });
    expect(parseDecimal('1.5', {}, true)).toEqual({ fault: { code: 'integer' } });
    expect(parseDecimal('1.234', { scale: 2 })).toEqual({ fault: { code: 'scale', limit: 2 } });
    expect(parseDecimal('35.5', { scale: 0 })).toEqual({ fault: { code: 'integer' } });
    expect(parseDecimal('-1', { min: '0' })).toEqual({ fault: { code: 'min', limit: '0' } });
    expect(parseDecimal('101', { max: 100 })).toEqual({ fault: { code: 'max', limit: 100 } });
  });
});

describe('money', () => {
  it('shows cents only where there are some, and then both', () => {
    expect(formatMoney({ amount: '1286000.00', currency: 'CNY' })).toBe('¥1,286,000');
    expect(formatMoney({ amount: '0.5', currency: 'USD' })).toBe('$0.50');
    expect(formatMoney({ amount: '-12', currency: 'CNY' })).toBe('−¥12');
    expect(formatMoney({ amount: '7', currency: 'CHF' })).toBe('CHF 7');
  });

  it('is short on cards, in the units of the language', () => {
    expect(compactMoney({ amount: '1286000', currency: 'CNY' }, { locale: 'zh-CN', t })).toBe('¥128.6 万');
    expect(compactMoney({ amount: '320000000', currency: 'CNY' }, { locale: 'zh-CN', t })).toBe('¥3.2 亿');
    expect(compactMoney({ amount: '1286000', currency: 'CNY' }, { locale: 'en', t })).toBe('¥1.29M');
    expect(compactMoney({ amount: '9999', currency: 'CNY' }, { locale: 'zh-CN', t })).toBe('¥9,999');
  });
});
