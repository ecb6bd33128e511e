/** Giving a record to somebody else: to whom, what the old owner keeps, what goes along. */
import { useState } from 'react';
import { Checkbox, Modal } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { invalidateObject } from '@/api/live';
import { fieldOf, may, useObjects } from '@/api/meta';
import { nameOf } from '@/api/names';
import { countQuery, keys, recordQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { FieldValue, Filter, ObjectMeta, RecordData } from '@/api/types';
import { relationsTo, testFor, type Relation } from '@/features/record/related';
import { kindOf } from '@/fields/registry';
import { asRef } from '@/fields/shared/show';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { transfer, type Level } from './api';
import { Choice } from './Choice';
import css from './dialog.module.css';

interface AlongProps {
  relation: Relation;
  meta: ObjectMeta;
  record: RecordData;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** Nothing to take along, nothing to ask. */
function Along({ relation, meta, record, checked, onChange }: AlongProps) {
  const { t } = useTranslation();
  const { object } = relation;
  const own: Filter = { and: [testFor(relation, meta, record.id), { field: 'owner', op: 'eq', value: record.owner?.id ?? '' }] };
  const total = useQuery(countQuery(object.name, own)).data;
  if (!total || total.value === 0) return null;
  return (
    <Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)}>
      {t('sharing.alongOf', { name: object.plural, count: total.value })}
    </Checkbox>
  );
}

export function TransferDialog({ meta, record, onClose }: { meta: ObjectMeta; record: RecordData; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const objects = useObjects();
  const [next, setNext] = useState<FieldValue>(null);
  const [keep, setKeep] = useState<'none' | Level>('none');
  const [along, setAlong] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const owner = fieldOf(meta, 'owner');
  const person = asRef(next);
  const belongs = relationsTo(meta, objects).filter(({ object, field }) => object.owned && field.kind === 'reference' && may(object, 'transfer'));
  if (!owner) return null;
  const { Editor } = kindOf(owner);
  const save = async () => {
    if (!person) return setError(t('sharing.chooseOwner'));
    setBusy(true);
    try {
      const { transferred } = await transfer(meta.name, record.id, { owner: person.id, keep, along });
      const more = Object.entries(transferred).reduce((sum, [object, count]) => (object === meta.name ? sum : sum + count), 0);
      toast({ text: t(more ? 'sharing.transferredWith' : 'sharing.transferred', { name: person.name, count: more }) });
      for (const object of Object.keys(transferred)) invalidateObject(queryClient, object);
      onClose();
      const left = await queryClient.fetchQuery({ ...recordQuery(meta.name, record.id), staleTime: 0, retry: false }).then(
        () => false,
        (cause: unknown) => cause instanceof ApiError && cause.status === 404,
      );
      // What was given away may be out of sight now.
      if (left) await navigate({ to: '/o/$object', params: { object: meta.name }, search: {} as never });
      else await queryClient.invalidateQueries({ queryKey: keys.record(meta.name, record.id) });
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={t('sharing.transferOf', { name: nameOf(record, meta.name_field) })}
      okText={t('sharing.transfer')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={css.form}>
        {error && (
          <Notice tone="bad" alert>
            {error}
          </Notice>
        )}
        <FormItem label={t('sharing.newOwner')} required>
          {(control) => <Editor {...control} autoFocus field={{ ...owner, required: true, label: t('sharing.newOwner') }} value={next} onChange={setNext} />}
        </FormItem>
        {record.owner && (
          <Choice
            name="keep"
            legend={t('sharing.keepOf', { name: record.owner.name })}
            value={keep}
            options={(['none', 'read', 'write'] as const).map((value) => ({ value, label: t(`sharing.keep.${value}`) }))}
            onChange={setKeep}
          />
        )}
        {record.owner && belongs.map((relation) => (
          <Along
            key={`${relation.object.name}.${relation.field.name}`}
            relation={relation}
            meta={meta}
            record={record}
            checked={along.includes(relation.object.name)}
            onChange={(checked) => setAlong((before) => (checked ? [...before, relation.object.name] : before.filter((name) => name !== relation.object.name)))}
          />
        ))}
      </div>
    </Modal>
  );
}
