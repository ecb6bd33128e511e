/** Exact decimals: texts on the wire. */
import { Sigma } from 'lucide-react';
import { parseDecimal } from '../format/number';
import { numberKind } from '../shared/numberKind';

export const decimal = numberKind(Sigma, (text, field) =>
  parseDecimal(text, { scale: field.scale, min: field.min, max: field.max }),
);
