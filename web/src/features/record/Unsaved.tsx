/** Below a field: why what was typed isn't saved, and what can be done about it. */
import { useTranslation } from 'react-i18next';
import type { Field, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { typedText } from '@/fields/registry';
import { copyText } from '@/ui/clipboard';
import { toast } from '@/ui/toast';
import { ConflictBox } from './ConflictBox';
import type { RecordEdit } from './useRecordEdit';
import css from './InPlace.module.css';

interface UnsavedProps {
  field: Field;
  record: RecordData;
  edit: RecordEdit;
}

export function Unsaved({ field, record, edit }: UnsavedProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const refusal = edit.refusals[field.name];
  const conflict = edit.conflicts[field.name];
  if (conflict) {
    return <ConflictBox field={field} mine={conflict.mine} record={record} onMine={() => edit.resolve(field, true)} onTheirs={() => edit.resolve(field, false)} />;
  }
  if (!refusal) return null;
  const copy = async () => {
    await copyText(typedText(refusal.value, field, context));
    toast({ text: t('common.copied') });
  };
  return (
    <>
      <p className={css.refusal} data-state={refusal.state} role={refusal.state === 'refused' ? 'alert' : 'status'}>
        {refusal.message}
      </p>
      <p className={css.ways}>
        {refusal.state === 'left' && edit.blocked === null && (
          <button type="button" onClick={() => void edit.save(field, refusal.value, undefined, refusal.base)}>
            {t('common.save')}
          </button>
        )}
        <button type="button" onClick={() => void copy()}>
          {t('record.copyTyped')}
        </button>
        <button type="button" onClick={() => edit.forget(field)}>
          {t('record.discard')}
        </button>
      </p>
    </>
  );
}
