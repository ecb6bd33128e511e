/** /import: past imports and the way to a new one. */
import { ImportList } from '@/features/import/ImportList';

export function Page() {
  return <ImportList />;
}
