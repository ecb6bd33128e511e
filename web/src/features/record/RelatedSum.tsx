/** What related records are worth together: those still open and those that came to a good end, or all of them. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { fieldOf } from '@/api/meta';
import { keys } from '@/api/queries';
import type { Field, Filter, ObjectMeta, Outcome } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { sumText } from '@/fields/money';
import css from './RelatedCards.module.css';

const isSummable = (field: Field | undefined): field is Field => field?.kind === 'money' && field.filterable && field.access !== 'masked';

/** The amount that stands for a record: the first in its lists, else its first one. */
export const amountOf = (object: ObjectMeta): Field | undefined =>
  object.list_columns.map((name) => fieldOf(object, name)).find(isSummable) ?? object.fields.find(isSummable);

interface Part {
  key: string;
  label: string;
  filter: Filter;
}

function useParts(object: ObjectMeta, test: Filter): Part[] {
  const { t } = useTranslation();
  const stage = object.stage_field ? fieldOf(object, object.stage_field) : undefined;
  const of = (outcome: Outcome) => (stage?.options ?? []).filter((option) => (option.outcome ?? 'open') === outcome);
  const [open, won] = [of('open'), of('success')];
  if (!stage || stage.access === 'masked' || open.length === 0 || won.length === 0) return [{ key: 'all', label: t('record.sumAll'), filter: test }];
  const among = (names: string[]): Filter => ({ and: [test, { field: stage.name, op: 'in', value: names }] });
  const only = won.length === 1 ? won[0]?.label : undefined;
  return [
    { key: 'open', label: t('record.sumOpen'), filter: among(open.map((one) => one.name)) },
    { key: 'won', label: only ?? t('record.sumWon'), filter: among(won.map((one) => one.name)) },
  ];
}

/** Asked for after the rows, so that it never keeps them waiting. */
function Sum({ object, amount, part }: { object: ObjectMeta; amount: Field; part: Part }) {
  const context = useFormatContext();
  const query = useQuery({
    queryKey: [...keys.related(object.name), 'sum', amount.name, part.filter],
    queryFn: async ({ signal }) => {
      const body = { filter: part.filter, measures: [{ fn: 'sum', field: amount.name }] };
      const answer = await api.post<{ groups: { values: Record<string, unknown> }[] }>(`/records/${object.name}/query`, body, { signal });
      return answer.groups[0]?.values[`sum_${amount.name}`] ?? null;
    },
    staleTime: 30_000,
  });
  return (
    <span>
      {part.label} <b>{query.data ? sumText(query.data, context) : '—'}</b>
    </span>
  );
}

export function RelatedSum({ object, test }: { object: ObjectMeta; test: Filter }) {
  const amount = amountOf(object);
  const parts = useParts(object, test);
  if (!amount) return null;
  return (
    <p className={css.sums} title={amount.label}>
      {parts.map((part) => (
        <Sum key={part.key} object={object} amount={amount} part={part} />
      ))}
    </p>
  );
}
