/** /o/{object}/{id} */
import { useParams, useSearch } from '@tanstack/react-router';
import { useObjectMeta } from '@/api/meta';
import { PageMissing } from '@/app/pages';
import { RecordPage } from '@/features/record/RecordPage';
import { readRecordSearch } from '@/features/record/search';

export function Page() {
  const { object, id } = useParams({ strict: false });
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const meta = useObjectMeta(object ?? '');
  if (!meta || !id) return <PageMissing />;
  return <RecordPage key={id} meta={meta} id={id} tab={readRecordSearch(raw).tab} />;
}
