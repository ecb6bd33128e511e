/** Says what goes and what stays before a field is deleted. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Field, ObjectMeta } from '@/api/types';
import { toast } from '@/ui/toast';
import { useDesignerCalls } from './api';
import css from './FieldTable.module.css';

export function DropField({ object, field, onClose }: { object: ObjectMeta; field: Field; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useDesignerCalls();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const inForm = object.layout.sections.some((section) => section.fields.includes(field.name));
  const inList = object.list_columns.includes(field.name);
  const drop = async () => {
    setBusy(true);
    try {
      await calls.dropField(object.name, field.name);
      toast({ text: t('designer.fieldDropped', { name: field.label }) });
      onClose();
    } catch (cause) {
      setError(cause instanceof ApiError ? cause.message : String(cause));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('designer.dropTitle', { name: field.label })}
      okText={t('designer.dropDo')}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => void drop()}
    >
      <p>{t('designer.dropText')}</p>
      <ul className={css.effects}>
        {inForm && <li>{t('designer.dropForm')}</li>}
        {inList && <li>{t('designer.dropList')}</li>}
        <li>{t('designer.dropFilter')}</li>
        <li>{t('designer.dropData')}</li>
      </ul>
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
    </Modal>
  );
}
