/** Says what goes, what stays and what stands in the way before a field is deleted. */
import { useState } from 'react';
import { Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useMe } from '@/api/meta';
import type { Field, ObjectMeta } from '@/api/types';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { useDesignerCalls } from './api';
import { usesQuery, type Uses } from './uses/api';
import { groupsOf } from './uses/groups';
import { UseGroups } from './uses/UseGroups';
import css from './FieldTable.module.css';

/** Nothing that stands in the way, nothing that would lose it. */
const NONE: Uses = { items: [], layouts: [], places: [], views: [], private_views: { value: 0, exact: true }, records: null };

export function DropField({ object, field, onClose }: { object: ObjectMeta; field: Field; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useDesignerCalls();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const uses = useQuery(usesQuery(object.name, field.name));
  const me = useMe();
  const told = uses.data ?? NONE;
  const blockers = groupsOf(t, { ...NONE, items: told.items }, object.name, me.admin);
  const losers = groupsOf(t, { ...told, items: [] }, object.name, me.admin);
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
      okButtonProps={{ danger: true, loading: busy, disabled: uses.isLoading || blockers.length > 0 }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => void drop()}
    >
      {blockers.length > 0 && (
        <Notice tone="warn" title={t('designer.dropUsed')}>
          <UseGroups groups={blockers} />
        </Notice>
      )}
      {uses.isError && <Notice tone="warn" title={t('designer.uses.failed')} />}
      <p className={css.before}>{t('designer.dropText')}</p>
      <ul className={css.effects}>
        {losers.length > 0 && (
          <li>
            {t('designer.dropLost')}
            <UseGroups groups={losers} going />
          </li>
        )}
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
