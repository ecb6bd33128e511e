/** In which order layouts are tried, and which choice tells types of records apart. */
import { useState } from 'react';
import { Modal, Select } from 'antd';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { ObjectMeta } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { shift } from '@/ui/shift';
import { Handle, SortableList } from '@/ui/sortable';
import { toast } from '@/ui/toast';
import { OWN, useLayoutCalls, type LayoutList, type LayoutState } from './api';
import css from './Designer.module.css';

export interface OrderDialogProps {
  object: ObjectMeta;
  list: LayoutList;
  onClose: () => void;
}

export function OrderDialog({ object, list, onClose }: OrderDialogProps) {
  const { t } = useTranslation();
  const calls = useLayoutCalls(object.name);
  const live = list.items.filter((one) => one.live && one.name !== OWN);
  const [order, setOrder] = useState(live.map((one) => one.name));
  const [type, setType] = useState(list.type_field);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const choices = object.fields.filter((field) => field.kind === 'choice' && !field.computed);
  const options = object.fields.find((field) => field.name === list.type_field)?.options ?? [];
  const who = (state: LayoutState) =>
    [
      state.roles.map((role) => role.name ?? t('layouts.goneRole')).join(t('common.comma')) || t('layouts.everybody'),
      state.types.map((name) => options.find((option) => option.name === name)?.label ?? name).join(t('common.comma')),
    ]
      .filter(Boolean)
      .join(' · ');
  const save = async () => {
    setBusy(true);
    try {
      await calls.arrange({ order, type_field: type, version: list.version });
      toast({ text: t('designer.saved') });
      onClose();
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('layouts.order')} okText={t('common.save')} okButtonProps={{ loading: busy }} cancelText={t('common.cancel')} onCancel={onClose} onOk={() => void save()}>
      <div className={css.dialog}>
        {error && <Notice tone="bad" alert title={error} />}
        <FormItem label={t('layouts.typeField')} hint={t('layouts.typeFieldHint')}>
          {({ id }) => (
            <Select id={id} allowClear={{ label: t('common.clear') }} value={type} placeholder={t('layouts.noTypeField')} options={choices.map((field) => ({ value: field.name, label: field.label }))} onChange={(value?: string) => setType(value ?? null)} />
          )}
        </FormItem>
        <p className={css.note}>{t('layouts.orderHint')}</p>
        <SortableList ids={order} nameOf={(name) => live.find((one) => one.name === name)?.label ?? name} onChange={setOrder}>
          {(name, bind, at) => {
            const state = live.find((one) => one.name === name);
            return state ? (
              <div className={css.relation}>
                <Handle label={t('designer.dragOf', { name: state.label })} bind={bind} />
                <span className={css.label}>
                  {state.label} <span className={css.count}>{who(state)}</span>
                </span>
                <IconButton size="small" label={t('layouts.up', { name: state.label })} disabled={at === 0} onClick={() => setOrder(shift(order, at, -1))}>
                  <ArrowUp size={15} aria-hidden />
                </IconButton>
                <IconButton size="small" label={t('layouts.down', { name: state.label })} disabled={at === order.length - 1} onClick={() => setOrder(shift(order, at, 1))}>
                  <ArrowDown size={15} aria-hidden />
                </IconButton>
              </div>
            ) : null;
          }}
        </SortableList>
        <p className={css.note}>{t('layouts.ownLast')}</p>
      </div>
    </Modal>
  );
}
