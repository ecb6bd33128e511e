/** Check characters of identity numbers (GB 11643) and unified social credit codes (GB 32100). */
import type { Fault } from '../types';

/** Without blanks, hyphens and full width, in capitals. */
export const compact = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .toUpperCase();

const CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function realDay(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1850 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export function idCardFault(plain: string): Fault | null {
  if (/^\d{15}$/.test(plain)) return { code: 'idCardOld' };
  if (!/^\d{17}[\dX]$/.test(plain) || !realDay(plain.slice(6, 14))) return { code: 'idCard' };
  const sum = CARD_WEIGHTS.reduce((all, weight, at) => all + weight * Number(plain[at]), 0);
  return '10X98765432'[sum % 11] === plain[17] ? null : { code: 'checkDigit' };
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function creditCodeFault(plain: string): Fault | null {
  if (!/^[0-9A-HJ-NP-RT-UW-Y]{18}$/.test(plain) || !/^..\d{6}/.test(plain)) return { code: 'creditCode' };
  let weight = 1;
  let sum = 0;
  for (const one of plain.slice(0, 17)) {
    sum += CREDIT.indexOf(one) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT[(31 - (sum % 31)) % 31] === plain[17] ? null : { code: 'checkDigit' };
}

/** In groups for reading: place, birthday, serial number. */
export const groupIdCard = (text: string): string => (text.length === 18 ? `${text.slice(0, 6)} ${text.slice(6, 14)} ${text.slice(14)}` : text);
