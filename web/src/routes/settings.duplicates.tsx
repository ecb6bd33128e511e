/** /settings/duplicates: pairs of records that may be the same. */
import { Queue } from '@/features/duplicates/Queue';

export function Page() {
  return <Queue />;
}
