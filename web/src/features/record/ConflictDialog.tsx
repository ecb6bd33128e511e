/** Two people changed the same field: both values side by side, and the person decides. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldValue, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import type { Conflict, RecordEdit } from './useRecordEdit';
import css from './ConflictDialog.module.css';

function Choice({ conflict, which, record, chosen, onChoose }: { conflict: Conflict; which: 'mine' | 'theirs'; record: RecordData; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const { View } = kindOf(conflict.field);
  const value: FieldValue = which === 'mine' ? conflict.mine : conflict.theirs;
  const person = record.updated_by?.name;
  return (
    <label className={css.choice} data-chosen={chosen || undefined}>
      <input type="radio" name="conflict" className={css.tick} checked={chosen} onChange={onChoose} />
      <span>
        <span className={css.who}>{which === 'mine' ? t('record.mine') : person ? t('record.theirsOf', { name: person }) : t('record.theirs')}</span>
        <span className={css.value}>
          <View field={conflict.field} value={value} look="label" />
        </span>
      </span>
    </label>
  );
}

export default function ConflictDialog({ edit, record, conflict }: { edit: RecordEdit; record: RecordData; conflict: Conflict }) {
  const { t } = useTranslation();
  const [keepMine, setKeepMine] = useState(true);
  return (
    <Modal
      open
      title={t('record.conflict', { name: conflict.field.label })}
      okText={t('record.useThis')}
      cancelText={t('common.cancel')}
      onOk={() => edit.resolve(keepMine)}
      onCancel={() => edit.resolve(false)}
    >
      <div className={css.choices} role="radiogroup" aria-label={conflict.field.label}>
        <p className={css.hint}>{t('record.conflictHint')}</p>
        <Choice conflict={conflict} which="mine" record={record} chosen={keepMine} onChoose={() => setKeepMine(true)} />
        <Choice conflict={conflict} which="theirs" record={record} chosen={!keepMine} onChoose={() => setKeepMine(false)} />
      </div>
    </Modal>
  );
}
