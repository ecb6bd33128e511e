/**
 * Editing in a cell: shown at once, sent, and on refusal kept with the reason in a red corner. What the change makes
 * necessary besides is asked for.
 */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { askedFor, saveFields } from '@/api/records';
import type { Field, FieldProblem, FieldValue, ObjectMeta, RecordData } from '@/api/types';
import { toWire } from '@/fields/registry';
import type { Fault } from '@/fields/types';

export interface CellError {
  message: string;
  /** What was typed and refused. */
  value: FieldValue;
  /** Someone else's value, when the refusal is a conflict. */
  conflict?: FieldProblem;
}

/** A change in a cell that makes other fields necessary. */
export interface CellAsked {
  record: RecordData;
  field: Field;
  value: FieldValue;
  missing: Field[];
}

export const cellKey = (id: string, field: string) => `${id}/${field}`;

export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function useCellEdit(meta: ObjectMeta, patch: (id: string, change: Partial<RecordData>) => void) {
  const { t } = useTranslation();
  const [errors, setErrors] = useState<ReadonlyMap<string, CellError>>(new Map());
  const [asked, setAsked] = useState<CellAsked | null>(null);

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

  const save = useCallback(
    async (record: RecordData, field: Field, value: FieldValue, fault?: Fault, overwrite = false, along?: Record<string, unknown>) => {
      const before = record[field.name] as FieldValue;
      if (fault) {
        setError(record.id, field.name, { message: t(`fields.fault.${fault.code}`, { limit: fault.limit }), value });
        return;
      }
      setError(record.id, field.name, null);
      if (sameValue(toWire(value, field), toWire(before, field))) return;
      patch(record.id, { [field.name]: value });
      try {
        const version = overwrite ? undefined : record.version;
        const saved = await saveFields(record.object, record.id, { [field.name]: toWire(value, field), ...along }, version);
        patch(record.id, saved);
      } catch (error) {
        patch(record.id, { [field.name]: before });
        const missing = askedFor(error, meta, { [field.name]: value });
        if (missing && !along) {
          setAsked({ record, field, value, missing });
          return;
        }
        const api = error instanceof ApiError ? error : null;
        const named = api?.errors.find((one) => one.field === field.name);
        const message = named?.message ?? api?.errors[0]?.message ?? api?.message ?? t('errors.failedHint');
        const text = api?.code === 'offline' ? t('errors.offlineHint') : message;
        setError(record.id, field.name, { message: text, value, conflict: api?.status === 412 ? named : undefined });
      }
    },
    [meta, patch, setError, t],
  );

  const answer = (values: Record<string, FieldValue> | null) => {
    setAsked(null);
    if (!asked || !values) return;
    const along = Object.fromEntries(asked.missing.map((field) => [field.name, toWire(values[field.name], field)]));
    void save(asked.record, asked.field, asked.value, undefined, false, along);
  };

  return { errors, save, asked, answer, clearError: setError };
}
