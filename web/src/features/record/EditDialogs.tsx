/** What a change of a field asks before it is saved. */
import type { ObjectMeta } from '@/api/types';
import { later } from '@/ui/later';
import type { RecordEdit } from './useRecordEdit';

const DoubtDialog = later(() => import('../duplicates/DoubtDialog').then((module) => module.DoubtDialog));
const WantedDialog = later(async () => (await import('./WantedDialog')).default);

export function EditDialogs({ meta, edit }: { meta: ObjectMeta; edit: RecordEdit }) {
  return (
    <>
      {edit.wanted && <WantedDialog name={edit.wanted.field.label} missing={edit.wanted.missing} onSave={(values) => void (edit.wanted && edit.saveWanted(edit.wanted, values))} onCancel={edit.forgetWanted} />}
      {edit.doubt && <DoubtDialog object={meta.name} items={edit.doubt.items} onSave={() => edit.resolveDoubt(true)} onCancel={() => edit.resolveDoubt(false)} />}
    </>
  );
}
