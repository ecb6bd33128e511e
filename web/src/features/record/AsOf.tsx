/** The record as it was at one moment beside another moment or now; earlier values can be taken back, one or all. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invalidateRecord, patchEverywhere } from '@/api/live';
import { isWritable } from '@/api/meta';
import { laidOut, layoutFor } from '@/api/layout';
import { recordAsOfQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import { saveFields } from '@/api/records';
import type { Field, FieldValue, HistoryItem, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { absolute } from '@/fields/format/date';
import { kindOf, toWire } from '@/fields/registry';
import { Dash } from '@/fields/shared/show';
import { isEmpty } from '@/fields/types';
import { sameValue } from '@/fields/same';
import { Bars, ErrorState } from '@/ui/States';
import { IconButton } from '@/ui/IconButton';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import css from './AsOf.module.css';

export interface AsOfProps {
  meta: ObjectMeta;
  record: RecordData;
  /** Newest first. */
  items: HistoryItem[];
  /** The one to begin with. */
  start: string;
  canEdit: boolean;
}

function Value({ field, record }: { field: Field; record: RecordData }) {
  const value = (record[field.name] ?? null) as FieldValue;
  if (isEmpty(value)) return <Dash />;
  const { Cell, View } = kindOf(field);
  if (field.kind === 'lines') return <View field={field} value={value} record={record} />;
  return <Cell field={field} value={value} record={record} look="plain" />;
}

const valueOf = (record: RecordData, field: Field) => toWire((record[field.name] ?? null) as FieldValue, field);

/** Sets fields of the record to what they were; the notice offers the way back. */
function useTakeBack(meta: ObjectMeta, record: RecordData) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const write = async (fields: Field[], source: RecordData, version?: number): Promise<RecordData | null> => {
    setBusy(true);
    try {
      const values = Object.fromEntries(fields.map((field) => [field.name, valueOf(source, field)]));
      const saved = await saveFields(meta.name, record.id, values, version);
      patchEverywhere(queryClient, meta.name, record.id, saved);
      invalidateRecord(queryClient, meta.name, record.id);
      return saved;
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
      return null;
    } finally {
      setBusy(false);
    }
  };
  const takeBack = async (fields: Field[], past: RecordData) => {
    const before = record;
    const saved = await write(fields, past, record.version);
    if (!saved) return;
    toast({
      text: t('record.tookBack', { count: fields.length }),
      action: { label: t('common.undo'), run: () => void write(fields, before, saved.version) },
    });
  };
  return { busy, takeBack };
}

function Moments({ items, value, onChange }: { items: HistoryItem[]; value: string; onChange: (at: string) => void }) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const oldest = [...items].reverse();
  const place = Math.max(0, oldest.findIndex((item) => item.id === value));
  const item = oldest[place];
  return (
    <label className={css.moments}>
      <span className={css.label}>{t('record.asOf')}</span>
      <input
        type="range"
        className={css.slider}
        min={0}
        max={oldest.length - 1}
        value={place}
        aria-valuetext={item ? absolute(item.at, context.zone) : ''}
        onChange={(event) => onChange(oldest[Number(event.target.value)]?.id ?? value)}
      />
      <output className={css.moment}>{item && absolute(item.at, context.zone)}</output>
    </label>
  );
}

export function AsOf({ meta, record, items, start, canEdit }: AsOfProps) {
  const { t } = useTranslation();
  const context = useFormatContext();
  const [at, setAt] = useState(start);
  const [other, setOther] = useState('now');
  const [whole, setWhole] = useState(false);
  const momentOf = (id: string) => items.find((item) => item.id === id)?.at;
  const left = useQuery(recordAsOfQuery(meta.name, record.id, momentOf(at) ?? null));
  const right = useQuery(recordAsOfQuery(meta.name, record.id, momentOf(other) ?? null));
  const then = left.data;
  const beside = other === 'now' ? record : right.data;
  const { busy, takeBack } = useTakeBack(meta, record);

  const fields = useMemo(() => {
    const laid = laidOut(meta, layoutFor(meta, record)).flatMap((section) => section.fields);
    const rest = meta.fields.filter((field) => !laid.includes(field) && !field.system);
    const owner = meta.fields.filter((field) => field.name === 'owner' && !laid.includes(field));
    return [...laid, ...rest, ...owner];
  }, [meta, record]);
  const differs = (field: Field) => then !== undefined && beside !== undefined && !sameValue(valueOf(then, field), valueOf(beside, field));
  const changed = fields.filter(differs);
  const shown = whole ? fields : changed;
  const restorable = (field: Field) => canEdit && other === 'now' && isWritable(field);
  const all = changed.filter(restorable);

  return (
    <div className={css.panel}>
      <div className={css.bar}>
        <Moments items={items} value={at} onChange={setAt} />
        <label className={css.moments}>
          <span className={css.label}>{t('record.compareWith')}</span>
          <select className={css.select} value={other} onChange={(event) => setOther(event.target.value)}>
            <option value="now">{t('record.now')}</option>
            {items.map((item) => (
              <option key={item.id} value={item.id}>
                {absolute(item.at, context.zone)}
              </option>
            ))}
          </select>
        </label>
        <Toggle label={t('record.allFields')} checked={whole} onChange={setWhole} />
        {then && all.length > 0 && (
          <Button size="small" loading={busy} icon={<Undo2 size={13} aria-hidden />} onClick={() => void takeBack(all, then)}>
            {t('record.takeAllBack', { count: all.length })}
          </Button>
        )}
      </div>
      {left.isError || right.isError ? (
        <ErrorState error={left.error ?? right.error} onRetry={() => void Promise.all([left.refetch(), right.refetch()])} />
      ) : !then || !beside ? (
        <Bars rows={6} />
      ) : shown.length === 0 ? (
        <p className={css.none}>{t('record.noDifference')}</p>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('record.field')}</th>
              <th scope="col">{t('record.then')}</th>
              <th scope="col">{other === 'now' ? t('record.now') : absolute(momentOf(other) ?? '', context.zone)}</th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <tr key={field.name} data-changed={differs(field) || undefined}>
                <th scope="row">{field.label}</th>
                <td>
                  <Value field={field} record={then} />
                </td>
                <td>
                  {differs(field) && <ArrowRight size={13} className={css.arrow} aria-hidden />}
                  <Value field={field} record={beside} />
                </td>
                <td>
                  {differs(field) && restorable(field) && (
                    <IconButton size="small" label={t('record.takeBack', { name: field.label })} disabled={busy} onClick={() => void takeBack([field], then)}>
                      <Undo2 size={14} aria-hidden />
                    </IconButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
