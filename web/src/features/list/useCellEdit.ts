/**
 * Editing in a cell: shown at once, sent, and on refusal kept with the reason in a red corner. What the change makes
 * necessary besides is asked for.
 */
import { useCallback, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { changerOf } from '@/api/caller';
import { api, ApiError } from '@/api/client';
import { useObjects } from '@/api/meta';
import { askedFor, saveFields } from '@/api/records';
import type { Field, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { toWire, typedText } from '@/fields/registry';
import type { Fault } from '@/fields/types';
import { baseOf, sameIn, since, type Base } from '@/features/record/base';
import { copyText } from '@/ui/clipboard';
import { toast } from '@/ui/toast';
import type { CellText, PasteWork } from './pasteCells';

export interface CellError {
  message: string;
  /** What was typed and refused. */
  value: FieldValue;
  /** Someone else's value, when the refusal is a conflict, and who gave it. */
  conflict?: { theirs: FieldValue; by: string | null };
}

/** A change in a cell that makes other fields necessary. */
export interface CellAsked {
  record: RecordData;
  field: Field;
  value: FieldValue;
  missing: Field[];
}

export const cellKey = (id: string, field: string) => `${id}/${field}`;

export function useCellEdit(meta: ObjectMeta, patch: (id: string, change: Partial<RecordData>) => void) {
  const { t } = useTranslation();
  const [errors, setErrors] = useState<ReadonlyMap<string, CellError>>(new Map());
  const [asked, setAsked] = useState<CellAsked | null>(null);
  const context = useFormatContext();
  const objects = useObjects();
  const queryClient = useQueryClient();
  /** What one has saved oneself is nobody else's change, though the editing began before. */
  const own = useRef(new Map<string, Base>());

  const setError = useCallback((id: string, field: string, error: CellError | null) => {
    setErrors((before) => {
      const key = cellKey(id, field);
      if (!error && !before.has(key)) return before;
      const next = new Map(before);
      if (error) next.set(key, error);
      else next.delete(key);
      return next;
    });
  }, []);

  /** Why a cell wasn't saved, and what it shows instead; a row that went leaves what was typed. */
  const refused = useCallback(
    async (failure: unknown, record: RecordData, field: Field, value: FieldValue) => {
      const error = failure instanceof ApiError ? failure : null;
      const named = error?.errors.find((one) => one.field === field.name);
      if (error?.status === 404) {
        const typed = typedText(value, field, context);
        toast({ text: t('list.rowGone', { value: typed }), tone: 'bad', seconds: 20, action: { label: t('common.copy'), run: () => void copyText(typed) } });
        return;
      }
      let conflict: CellError['conflict'];
      if (error?.status === 412 && named) {
        const query = { fields: [field.name, 'updated_by'].join(',') };
        const fresh = await api.get<RecordData>(`/records/${record.object}/${record.id}`, { query }).catch(() => null);
        conflict = { theirs: (fresh ? fresh[field.name] : named.theirs) as FieldValue, by: fresh && changerOf(fresh) };
        if (fresh) patch(record.id, fresh);
      }
      const message = named?.message ?? error?.errors[0]?.message ?? error?.message ?? t('errors.failedHint');
      setError(record.id, field.name, { message: error?.code === 'offline' ? t('errors.offlineHint') : message, value, conflict });
    },
    [context, patch, setError, t],
  );

  /** `record` is the row as it stood when the editing began. */
  const save = useCallback(
    async (record: RecordData, field: Field, value: FieldValue, fault?: Fault, overwrite = false, along?: Record<string, unknown>) => {
      const before = record[field.name] as FieldValue;
      const key = cellKey(record.id, field.name);
      if (fault) {
        setError(record.id, field.name, { message: t(`fields.fault.${fault.code}`, { limit: fault.limit }), value });
        return;
      }
      setError(record.id, field.name, null);
      if (sameIn(field, value, before) && !overwrite) return;
      patch(record.id, { [field.name]: value });
      const { version } = since(baseOf(record, field), own.current.get(key), field);
      try {
        const saved = await saveFields(record.object, record.id, { [field.name]: toWire(value, field), ...along }, overwrite ? undefined : version);
        own.current.set(key, baseOf(saved, field));
        patch(record.id, saved);
      } catch (error) {
        patch(record.id, { [field.name]: before });
        const missing = askedFor(error, meta, { [field.name]: value });
        if (missing && !along) setAsked({ record, field, value, missing });
        else await refused(error, record, field, value);
      }
    },
    [meta, patch, setError, refused, t],
  );

  const answer = (values: Record<string, FieldValue> | null) => {
    setAsked(null);
    if (!asked || !values) return;
    const along = Object.fromEntries(asked.missing.map((field) => [field.name, toWire(values[field.name], field)]));
    void save(asked.record, asked.field, asked.value, undefined, false, along);
  };

  /** A table from the clipboard; what it takes comes when it is first needed. */
  const paste = (texts: CellText[]) => {
    const onSaved: PasteWork['onSaved'] = ({ record, field, value }, version) => own.current.set(cellKey(record.id, field.name), { version, value });
    const work = { objects, context, queryClient, t, patch, setError, onSaved };
    void import('./pasteCells').then(({ pasteCells }) => pasteCells(texts, work));
  };

  return { errors, save, paste, asked, answer, clearError: setError };
}
