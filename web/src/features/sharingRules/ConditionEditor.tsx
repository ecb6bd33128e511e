/** Which records a rule shares, or a goal counts: the conditions of a list, all or any of them. */
import { useTranslation } from 'react-i18next';
import type { Field, Filter, ObjectMeta, Op } from '@/api/types';
import { FilterBar } from '@/features/list/FilterBar';
import { Segmented } from '@/ui/Segmented';
import css from './SharingRules.module.css';

/** What a rule may ask for: stored values that an index leads to. */
const KINDS: Field['kind'][] = ['text', 'integer', 'decimal', 'money', 'percent', 'bool', 'date', 'datetime', 'rating', 'choice', 'cascade', 'region', 'reference', 'user', 'department', 'auto_number'];
const SYSTEM = ['owner', 'owner_department', 'created_at'];
const OPERATORS: Op[] = ['eq', 'ne', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'between', 'starts_with', 'under', 'empty', 'not_empty'];

const operatorsOf = (field: Field): Op[] => (KINDS.includes(field.kind) && !field.computed && (!field.system || SYSTEM.includes(field.name)) ? OPERATORS : []);

type Word = 'and' | 'or';

/** The tests of a condition and the word between them; a tree that is not so plain is one test. */
export function parted(condition: Filter | null): { word: Word; parts: Filter[] } {
  if (!condition) return { word: 'and', parts: [] };
  if ('and' in condition) return { word: 'and', parts: condition.and };
  if ('or' in condition) return { word: 'or', parts: condition.or };
  return { word: 'and', parts: [condition] };
}

export const joined = (word: Word, parts: Filter[]): Filter | null => (parts.length === 0 ? null : parts.length === 1 ? (parts[0] ?? null) : word === 'and' ? { and: parts } : { or: parts });

export interface ConditionEditorProps {
  meta: ObjectMeta;
  condition: Filter | null;
  /** Every test that a list takes, too. */
  every?: boolean;
  onChange: (condition: Filter | null) => void;
}

export function ConditionEditor({ meta, condition, every = false, onChange }: ConditionEditorProps) {
  const { t } = useTranslation();
  const { word, parts } = parted(condition);
  return (
    <div className={css.condition}>
      {parts.length > 1 && (
        <Segmented
          label={t('shared.match')}
          value={word}
          options={(['and', 'or'] as const).map((value) => ({ value, label: t(`shared.matches.${value}`) }))}
          onChange={(next) => onChange(joined(next, parts))}
        />
      )}
      <FilterBar meta={meta} chips={parts} onChange={(chips) => onChange(joined(word, chips))} operatorsOf={every ? undefined : operatorsOf} />
    </div>
  );
}
