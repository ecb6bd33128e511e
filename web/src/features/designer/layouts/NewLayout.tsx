/** A new layout begins as a copy of one that is there. */
import { useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { Labels, ObjectMeta } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { LabelsInput } from '../LabelsInput';
import { hasLabel } from '../draft';
import { useLayoutCalls, type LayoutList } from './api';
import css from './Designer.module.css';

export interface NewLayoutProps {
  object: ObjectMeta;
  list: LayoutList;
  from: string;
  onMade: (name: string) => void;
  onClose: () => void;
}

export function NewLayout({ object, list, from, onMade, onClose }: NewLayoutProps) {
  const { t } = useTranslation();
  const calls = useLayoutCalls(object.name);
  const live = list.items.filter((one) => one.live);
  const [labels, setLabels] = useState<Labels>({});
  const [base, setBase] = useState(live.find((one) => one.name === from)?.name ?? live.at(-1)?.name ?? from);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const make = async () => {
    setTried(true);
    if (!hasLabel(labels)) return;
    setBusy(true);
    try {
      onMade((await calls.begin({ labels, from: base })).name);
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t('layouts.add')} okText={t('layouts.begin')} okButtonProps={{ loading: busy }} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => void make()}>
      <div className={css.dialog}>
        <p className={css.note}>{t('layouts.addHint')}</p>
        <FormItem label={t('layouts.name')} required error={error ?? (tried && !hasLabel(labels) ? t('designer.fault.required') : null)}>
          {(control) => <LabelsInput control={control} name={t('layouts.name')} autoFocus maxLength={60} value={labels} onChange={setLabels} />}
        </FormItem>
        <FormItem label={t('layouts.from')}>
          {({ id }) => <Select id={id} value={base} options={live.map((one) => ({ value: one.name, label: one.label }))} onChange={setBase} />}
        </FormItem>
      </div>
    </FormModal>
  );
}
