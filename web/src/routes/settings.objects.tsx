/** /settings/objects: the objects that one may design. */
import { DesignersOnly } from '@/features/settings/DesignersOnly';
import { ObjectList } from '@/features/designer/ObjectList';

export function Page() {
  return (
    <DesignersOnly>
      <ObjectList />
    </DesignersOnly>
  );
}
