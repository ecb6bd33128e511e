/** Two records side by side: which one stays, and which values. */
import { useState } from 'react';
import { Radio } from 'antd';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { invalidateObject, invalidateRecord } from '@/api/live';
import { nameOf } from '@/api/names';
import { keys, recordQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { sameValue } from '@/fields/same';
import { isEmpty } from '@/fields/types';
import { FormModal } from '@/ui/FormModal';
import { Bars, ErrorState } from '@/ui/States';
import { Notice } from '@/ui/Notice';
import { toast } from '@/ui/toast';
import { duplicateKeys, mergeRecords } from './api';
import { useUndoMerge } from './useDeed';
import css from './duplicates.module.css';

/** Values that can be chosen: the rest the program keeps itself. */
const chosen = (field: Field) => !field.system && !field.read_only && !field.computed && field.access === 'write' && !['attachment', 'image', 'signature', 'auto_number'].includes(field.kind);

export interface MergeDialogProps {
  meta: ObjectMeta;
  first: string;
  second: string;
  onClose: () => void;
  /** Called with the one that went, in place of leading to the one that stays: from a list, one goes on with the list. */
  onMerged?: (loser: string) => void;
}

function Choose({ meta, a, b, onClose, onMerged }: Pick<MergeDialogProps, 'meta' | 'onClose' | 'onMerged'> & { a: RecordData; b: RecordData }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const undo = useUndoMerge(meta.name);
  const [stays, setStays] = useState(a.id);
  const [picked, setPicked] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [winner, loser] = stays === a.id ? [a, b] : [b, a];
  const fields = meta.fields.filter((field) => chosen(field) && !sameValue(a[field.name], b[field.name]));
  // What the one that stays doesn't have comes from the other, unless somebody chooses otherwise.
  const from = (field: Field) => picked[field.name] ?? (isEmpty(winner[field.name]) && !isEmpty(loser[field.name]) ? loser.id : winner.id);
  const merge = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const take = fields.filter((field) => from(field) === loser.id).map((field) => field.name);
      const done = await mergeRecords(meta.name, winner.id, loser.id, take);
      onClose();
      if (onMerged) onMerged(loser.id);
      else await navigate({ to: '/o/$object/$id', params: { object: meta.name, id: winner.id }, search: {} as never });
      invalidateRecord(queryClient, meta.name, winner.id);
      // The other one is a part of it now: it is read again only if somebody opens it.
      void queryClient.invalidateQueries({ queryKey: keys.record(meta.name, loser.id), refetchType: 'none' });
      invalidateObject(queryClient, meta.name);
      void queryClient.invalidateQueries({ queryKey: duplicateKeys.all(meta.name) });
      toast({ text: t('duplicates.merged', { name: nameOf(winner, meta.name_field) }), action: { label: t('common.undo'), run: () => void undo(done.merge, [a.id, b.id]) } });
    } catch (error) {
      setProblem(reasonOf(error, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormModal open width={760} title={t('duplicates.mergeTitle', { name: meta.label })} okText={t('duplicates.merge')} cancelText={t('common.cancel')} confirmLoading={busy} onOk={() => void merge()} onCancel={onClose}>
      <p className={css.note}>{t('duplicates.mergeHint')}</p>
      {problem && <Notice tone="bad" alert title={problem} />}
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="row">{t('duplicates.stays')}</th>
            {[a, b].map((record) => (
              <th key={record.id} scope="col">
                <label className={css.pick}>
                  <Radio aria-label={`${t('duplicates.stays')}: ${nameOf(record, meta.name_field)}`} checked={stays === record.id} onChange={() => setStays(record.id)} />
                  <span>
                    {nameOf(record, meta.name_field)}
                    {record.owner && <span className={css.side}>{(record.owner as { name?: string }).name}</span>}
                  </span>
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const { View } = kindOf(field);
            return (
              <tr key={field.name}>
                <th scope="row">{field.label}</th>
                {[a, b].map((record) => (
                  <td key={record.id}>
                    <label className={css.pick}>
                      <Radio aria-label={`${field.label}: ${nameOf(record, meta.name_field)}`} checked={from(field) === record.id} onChange={() => setPicked((before) => ({ ...before, [field.name]: record.id }))} />
                      <View field={field} value={(record[field.name] ?? null) as FieldValue} look="label" />
                    </label>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </FormModal>
  );
}

export function MergeDialog({ meta, first, second, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const [a, b] = useQueries({ queries: [recordQuery(meta.name, first), recordQuery(meta.name, second)] });
  if (a.data && b.data) return <Choose meta={meta} a={a.data} b={b.data} onClose={onClose} onMerged={onMerged} />;
  const failed = [a, b].find((query) => query.isError);
  return (
    <FormModal open title={t('duplicates.mergeTitle', { name: meta.label })} footer={null} onCancel={onClose}>
      {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : <Bars rows={6} />}
    </FormModal>
  );
}
