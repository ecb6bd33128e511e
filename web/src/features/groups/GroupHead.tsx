/** What stands in the head of a group: its value, how many records it has, and what they add up to. */
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { groupDigits } from '@/fields/format/number';
import { sumText } from '@/fields/money';
import { formatValue, kindOf } from '@/fields/registry';
import type { Look } from '@/fields/types';
import type { Grain } from '@/features/list/search';
import { Unseen } from '@/ui/Unseen';
import type { Group } from './data';
import { titleOf } from './spans';
import css from './groups.module.css';

export interface HeadProps {
  field: Field;
  look: Look;
  group: Group;
  /** Of a date. */
  grain: Grain | null;
  sum: Field | undefined;
}

function Span({ first, grain }: { first: string; grain: Grain }) {
  const { t } = useTranslation();
  const { name, days } = titleOf(first, grain, useFormatContext().locale, t);
  return (
    <span className={css.span}>
      <span className={css.name}>{name}</span>
      {days && <span className={css.days}>{days}</span>}
    </span>
  );
}

function Value({ field, look, grain, group: { key, value } }: HeadProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  if (key === '') return <span className={css.none}>{t('groups.without')}</span>;
  if (grain) return <Span first={key} grain={grain} />;
  // A link in here would be a second thing to press.
  if (field.kind === 'reference' || field.kind === 'department') return <span className={css.name}>{formatValue(value, field, context) || t('common.none')}</span>;
  const { Cell } = kindOf(field);
  return <Cell field={field} value={value} look={look} />;
}

function Sum({ field, value }: { field: Field; value: unknown }) {
  const { t } = useTranslation();
  const text = sumText(value, useFormatContext());
  return (
    <span className={css.sum} data-tip={value === null ? t('groups.noSum') : undefined}>
      {t('groups.sumOf', { name: field.label })}
      <b>{text || t('common.empty')}</b>
    </span>
  );
}

export function GroupHead(props: HeadProps) {
  const { sum, group } = props;
  const { t } = useTranslation();
  return (
    <>
      <ChevronRight size={16} className={css.chevron} aria-hidden />
      <span className={css.value}>
        <Value {...props} />
      </span>
      {group.figures && (
        <span className={css.count}>
          <span aria-hidden>{groupDigits(String(group.figures.count))}</span>
          <Unseen>{t('groups.count', { count: group.figures.count })}</Unseen>
        </span>
      )}
      {group.figures && sum && <Sum field={sum} value={group.figures.sum} />}
    </>
  );
}
