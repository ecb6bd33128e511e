/** Over a record that is in the bin: who put it there, and the way out of it. */
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { invalidateObject, invalidateRecord } from '@/api/live';
import { reasonOf } from '@/api/reason';
import { restoreRecord } from '@/api/records';
import type { ObjectMeta, RecordData, Ref } from '@/api/types';
import { toast } from '@/ui/toast';
import css from './RecordPage.module.css';

export function DeletedStrip({ meta, record }: { meta: ObjectMeta; record: RecordData }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const by = record.deleted_by as Ref | null | undefined;
  const restore = async () => {
    try {
      await restoreRecord(meta.name, record.id);
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
    invalidateRecord(queryClient, meta.name, record.id);
    invalidateObject(queryClient, meta.name);
  };
  return (
    <div className={css.deleted} role="status">
      {by ? t('record.inBinBy', { name: by.name }) : t('record.inBin')}
      <Button size="small" onClick={() => void restore()}>
        {t('common.restore')}
      </Button>
    </div>
  );
}
