/** Percentages: "12.5" means 12.5 %. */
import { Percent } from 'lucide-react';
import { parseDecimal } from '../format/number';
import { numberKind } from '../shared/numberKind';

export const percent = numberKind(
  Percent,
  (text, field) =>
    parseDecimal(text.replace(/[%\uff05]\s*$/, ''), { scale: field.scale, min: field.min, max: field.max }),
  {},
  '%',
);
