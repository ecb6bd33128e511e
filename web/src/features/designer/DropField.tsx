/** Says what goes and what stays before a field is deleted. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { Field, ObjectMeta } from '@/api/types';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { useDesignerCalls } from './api';
import { usesQuery } from './computed/api';
import css from './FieldTable.module.css';

export function DropField({ object, field, onClose }: { object: ObjectMeta; field: Field; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useDesignerCalls();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const uses = useQuery(usesQuery(object.name, field.name));
  const users = uses.data?.items ?? [];
  const layouts = uses.data?.layouts ?? [];
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
      okButtonProps={{ danger: true, loading: busy, disabled: users.length > 0 }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => void drop()}
    >
      {users.length > 0 && (
        <Notice tone="warn" title={t('designer.dropUsed')}>
          <ul className={css.users}>
            {users.map((user) => (
              <li key={`${user.object}.${user.name}.${user.label}`}>
                {user.object_label} · {user.label} <span className={css.detail}>{t(`designer.computed.${user.by}`)}</span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <p>{t('designer.dropText')}</p>
      <ul className={css.effects}>
        {layouts.length > 0 && <li>{t('designer.dropForm', { layouts: layouts.map((one) => (one.live ? one.label : t('designer.draftOf', { name: one.label }))).join(t('common.comma')) })}</li>}
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
