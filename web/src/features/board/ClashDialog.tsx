/** Somebody else has changed what was moved: both values, and the person decides which one holds. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { changerOf } from '@/api/caller';
import { fieldOf } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import css from './clash.module.css';

export interface ClashDialogProps {
  meta: ObjectMeta;
  /** The record as it is now. */
  now: RecordData;
  change: Record<string, FieldValue>;
  onMine: () => void;
  onTheirs: () => void;
}

export default function ClashDialog({ meta, now, change, onMine, onTheirs }: ClashDialogProps) {
  const { t } = useTranslation();
  const by = changerOf(now);
  return (
    <Modal open title={t('record.conflict', { name: nameOf(now, meta.name_field) })} okText={t('record.keepMine')} cancelText={t('record.takeTheirs')} onOk={onMine} onCancel={onTheirs}>
      {Object.entries(change).map(([name, mine]) => {
        const field = fieldOf(meta, name);
        if (!field) return null;
        const { View } = kindOf(field);
        return (
          <dl key={name} className={css.pair}>
            <dt>{by ? t('record.conflictBy', { name: by }) : t('record.conflictSome')}</dt>
            <dd>
              <View field={field} value={(now[name] ?? null) as FieldValue} look="label" />
            </dd>
            <dt>{t('record.mine')}</dt>
            <dd>
              <View field={field} value={mine} look="label" />
            </dd>
          </dl>
        );
      })}
    </Modal>
  );
}
