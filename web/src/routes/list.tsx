/** /o/{object} */
import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useObjectMeta } from '@/api/meta';
import { PageMissing } from '@/app/pages';
import { ListPage } from '@/features/list/ListPage';
import { readListSearch } from '@/features/list/search';

export function Page() {
  const { object } = useParams({ strict: false });
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const search = useMemo(() => readListSearch(raw), [raw]);
  const meta = useObjectMeta(object ?? '');
  return meta ? <ListPage key={meta.name} meta={meta} search={search} /> : <PageMissing />;
}
