/** What the amounts in the columns add up to, over all records and not only those that are loaded. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Field, Filter, ObjectMeta } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { sumText } from '@/fields/money';
import css from './RelatedTab.module.css';

export function ColumnSums({ object, fields, filter }: { object: ObjectMeta; fields: Field[]; filter: Filter | null }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const names = fields.map((field) => field.name);
  const query = useQuery({
    queryKey: [...keys.related(object.name), 'sums', names, filter],
    queryFn: async ({ signal }) => {
      const body = { filter, measures: names.map((field) => ({ fn: 'sum', field })) };
      const answer = await api.post<{ groups: { values: Record<string, unknown> }[] }>(`/records/${object.name}/query`, body, { signal });
      return answer.groups[0]?.values ?? {};
    },
    staleTime: 30_000,
  });
  return (
    <ul className={css.sums} aria-label={t('record.sums')}>
      {fields.map((field) => {
        const sum = query.data?.[`sum_${field.name}`];
        return (
          <li key={field.name}>
            {field.label} <b>{sum ? sumText(sum, context) : '—'}</b>
          </li>
        );
      })}
    </ul>
  );
}
