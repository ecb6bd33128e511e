/** Stars, from one to as many as the field has. */
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValue } from '@/api/types';
import { parseDecimal } from '../format/number';
import { NUMBER_OPS } from '../shared/operators';
import { rangeFilter } from '../shared/filters';
import { Dash } from '../shared/show';
import type { FieldKind, ShowProps } from '../types';
import { isEmpty } from '../types';
import { StarsEditor } from './StarsEditor';
import css from './rating.module.css';

const starsOf = (field: Field): number => Number(field.max ?? 5) || 5;

const numberOf = (value: FieldValue): number => (isEmpty(value) ? 0 : Number(value));

function Show({ field, value }: ShowProps) {
  const { t } = useTranslation();
  if (isEmpty(value)) return <Dash />;
  const stars = numberOf(value);
  const most = Math.max(starsOf(field), stars);
  return (
    <span className={css.stars} role="img" aria-label={t('fields.stars', { count: stars, most })}>
      {Array.from({ length: most }, (_, at) => (
        <Star key={at} size={14} aria-hidden className={at < stars ? css.on : css.off} />
      ))}
    </span>
  );
}

/** `4`, or drawn as stars. */
const parse: FieldKind['parse'] = (text, field) => {
  const clean = text.trim();
  const drawn = /^[\u2605\u2606]+$/.test(clean) ? String([...clean].filter((one) => one === '\u2605').length) : clean;
  const parsed = parseDecimal(drawn, { min: 1, max: starsOf(field) }, true);
  return 'value' in parsed && typeof parsed.value === 'string' ? { value: Number(parsed.value) } : parsed;
};

export const rating: FieldKind = {
  icon: Star,
  align: 'left',
  width: 120,
  Cell: Show,
  View: Show,
  Editor: StarsEditor,
  FilterEditor: rangeFilter(StarsEditor),
  operators: NUMBER_OPS,
  parse,
  format: (value) => (isEmpty(value) ? '' : '\u2605'.repeat(numberOf(value))),
  toWire: (value) => (isEmpty(value) ? null : Number(value)),
};
