/** What a sharing rule asks of records, in words. */
import type { Filter, ObjectMeta } from '@/api/types';
import type { FormatContext } from '@/fields/types';
import { describeChip } from '@/features/list/describe';

type Names = (object: string, id: string) => string;

export function conditionWords(filter: Filter, meta: ObjectMeta, context: FormatContext, names: Names): string {
  const { t } = context;
  const part = (inner: Filter) => conditionWords(inner, meta, context, names);
  const joined = (parts: Filter[], word: string) => {
    const text = parts.map((one) => ('and' in one || 'or' in one ? `(${part(one)})` : part(one)));
    return text.join(word);
  };
  if ('and' in filter) return joined(filter.and, t('sharing.and'));
  if ('or' in filter) return joined(filter.or, t('sharing.or'));
  if ('not' in filter) return `${t('sharing.not')}(${part(filter.not)})`;
  const { label, op, value } = describeChip(filter, meta, context, names);
  return `${label} ${op} ${value}`.trim();
}
