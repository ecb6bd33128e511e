/** Whole numbers: plain JSON numbers on the wire. */
import { Hash } from 'lucide-react';
import { parseDecimal } from '../format/number';
import { numberKind } from '../shared/numberKind';

export const integer = numberKind(
  Hash,
  (text, field) => {
    const parsed = parseDecimal(text, { min: field.min, max: field.max }, true);
    return 'value' in parsed && typeof parsed.value === 'string' ? { value: Number(parsed.value) } : parsed;
  },
  { inputMode: 'numeric' },
);
