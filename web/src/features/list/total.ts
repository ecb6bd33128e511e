/** A count in figures. */
import type { Total } from '@/api/types';
import { groupDigits } from '@/fields/format/number';

export const totalText = (total: Total): string => groupDigits(String(total.value)) + (total.exact ? '' : '+');
