/** Decimals are texts from end to end: grouping, rounding and reading never pass through a float. */
import type { Money } from '@/api/types';
import type { FormatContext, Parsed } from '../types';

/** Full-width digits and signs, as Chinese input methods produce them. */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** "1286000.50" becomes "1,286,000.5"; zeros behind the point go unless `scale` asks for them. */
export function formatDecimal(value: string, scale?: number): string {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(value.trim());
  if (!match) return value;
  const [, sign = '', whole = '0', tail = ''] = match;
  const fraction = scale === undefined ? tail.replace(/0+$/, '') : tail.padEnd(scale, '0').slice(0, scale);
  return `${sign ? '−' : ''}${groupDigits(whole)}${fraction ? `.${fraction}` : ''}`;
}

export interface DecimalRules {
  scale?: number;
  min?: string | number | null;
  max?: string | number | null;
}

/** What a person types for a number, in either width, with or without grouping, with the units ten thousand and 1e8. */
export function parseDecimal(text: string, rules: DecimalRules, integer = false): Parsed {
  let clean = halfWidth(text).replace(/[\s,\uff0c_]/g, '').replace(/^[¥\uffe5$€£]/, '').replace(/^\u2212/, '-');
  if (clean === '') return { value: null };
  let shift = 0;
  const unit = /[\u4e07\u4ebfwWkKmM]$/.exec(clean)?.[0];
  if (unit) {
    shift = { '\u4e07': 4, w: 4, '\u4ebf': 8, k: 3, m: 6 }[unit.toLowerCase()] ?? 0;
    clean = clean.slice(0, -1);
  }
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(clean);
  if (!match || (!match[2] && !match[3])) return { fault: { code: integer ? 'integer' : 'number' } };
  const [, sign = '', whole = '', tail = ''] = match;
  const padded = tail.padEnd(shift, '0');
  const digits = (whole + padded.slice(0, shift)).replace(/^0+(?=\d)/, '') || '0';
  const fraction = padded.slice(shift).replace(/0+$/, '');
  if (integer && fraction) return { fault: { code: 'integer' } };
  if (rules.scale !== undefined && fraction.length > rules.scale) return { fault: rules.scale === 0 ? { code: 'integer' } : { code: 'scale', limit: rules.scale } };
  const value = `${sign === '-' && /[1-9]/.test(digits + fraction) ? '-' : ''}${digits}${fraction ? `.${fraction}` : ''}`;
  if (rules.min != null && Number(value) < Number(rules.min)) return { fault: { code: 'min', limit: rules.min } };
  if (rules.max != null && Number(value) > Number(rules.max)) return { fault: { code: 'max', limit: rules.max } };
  return { value };
}

const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$', TWD: 'NT$', KRW: '₩', SGD: 'S$' };

export const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'HKD', 'JPY', 'SGD'];

export const currencySymbol = (currency: string): string => SYMBOLS[currency] ?? `${currency} `;

export function formatMoney(money: Money): string {
  const text = formatDecimal(money.amount);
  const [, cents] = text.split('.');
  const tidy = cents && cents.length === 1 ? `${text}0` : text;
  return tidy.startsWith('−') ? `−${currencySymbol(money.currency)}${tidy.slice(1)}` : currencySymbol(money.currency) + tidy;
}

/** Short form for cards: ¥128.6 万, ¥3.2 亿; ¥1.29M in English. */
export function compactMoney(money: Money, { locale, t }: Pick<FormatContext, 'locale' | 't'>): string {
  const number = Number(money.amount);
  const size = Math.abs(number);
  const symbol = currencySymbol(money.currency);
  const short = (value: number, suffix: string) => `${symbol}${Number(value.toFixed(value < 10 ? 2 : 1))}${suffix}`;
  if (locale === 'zh-CN') {
    if (size >= 1e8) return short(number / 1e8, ` ${t('fields.unit.yi')}`);
    if (size >= 1e4) return short(number / 1e4, ` ${t('fields.unit.wan')}`);
  } else {
    if (size >= 1e9) return short(number / 1e9, 'B');
    if (size >= 1e6) return short(number / 1e6, 'M');
    if (size >= 1e4) return short(number / 1e3, 'K');
  }
  return formatMoney(money);
}
