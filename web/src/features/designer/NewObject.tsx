/** The drawer for a new object: it has a list, a form, a record page and import the moment it is saved. */
import { useState } from 'react';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { useIsPhone } from '@/ui/media';
import { Notice } from '@/ui/Notice';
import { useDesignerCalls } from './api';
import { hasLabel, nameFromLabel, plainName } from './draft';
import { ObjectForm, pluralOf, type ObjectDraft, type ObjectErrors } from './ObjectForm';
import css from './FieldDrawer.module.css';

const FRESH: ObjectDraft = { name: '', labels: {}, plurals: {}, icon: 'folder', color: 'brand', group: 'sales', owned: true, inNavigation: true };

export function NewObject({ onClose, onCreated }: { onClose: () => void; onCreated: (object: ObjectMeta) => void }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const objects = useObjects();
  const calls = useDesignerCalls();
  const [draft, setDraft] = useState(FRESH);
  const [errors, setErrors] = useState<ObjectErrors>({});
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [saving, setSaving] = useState(false);

  const nameOf = () => {
    const wanted = plainName(draft.name.trim()) || nameFromLabel(draft.labels.en ?? '');
    if (wanted) return `x_${wanted}`;
    for (let n = 1; ; n += 1) if (!objects.some((one) => one.name === `x_object_${n}`)) return `x_object_${n}`;
  };

  const save = async () => {
    const name = nameOf();
    const found: ObjectErrors = {};
    if (!hasLabel(draft.labels)) found.labels = t('designer.fault.required');
    if (!/^x_[a-z][a-z0-9_]{0,40}$/.test(name)) found.name = t('designer.fault.badName');
    else if (objects.some((one) => one.name === name)) found.name = t('designer.fault.objectTaken');
    setErrors(found);
    setRefusal(null);
    if (Object.keys(found).length) return;
    setSaving(true);
    try {
      const { labels, icon, color, group, owned } = draft;
      const plurals = { ...labels, en: draft.plurals.en?.trim() || pluralOf(labels.en ?? '') || labels['zh-CN'] };
      onCreated(await calls.createObject({ name, labels, plurals, icon, color, group, owned }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefusal(error);
      setErrors(Object.fromEntries(error.errors.map((one) => [one.field.split('.')[0], one.message])) as ObjectErrors);
    } finally {
      setSaving(false);
    }
  };

  return (
    <Drawer
      open
      onClose={onClose}
      // A press beside the drawer must not throw away what was typed.
      mask={{ closable: draft === FRESH }}
      keyboard={draft === FRESH}
      size={phone ? '92%' : 560}
      placement={phone ? 'bottom' : 'right'}
      title={t('designer.newObject')}
      footer={
        <div className={css.footer}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={saving} onClick={() => void save()}>
            {t('designer.createObject')}
          </Button>
        </div>
      }
    >
      <div className={css.form}>
        {refusal && (
          <Notice tone="bad" alert title={refusal.code === 'offline' ? t('errors.offline') : refusal.message}>
            {refusal.code === 'offline' && t('errors.offlineHint')}
          </Notice>
        )}
        <ObjectForm creating draft={draft} errors={errors} onChange={(part) => setDraft((before) => ({ ...before, ...part }))} />
      </div>
    </Drawer>
  );
}
