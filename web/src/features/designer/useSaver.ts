/** Saving a change of an object: only over the version that was read, so that nobody overwrites a colleague. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import type { ObjectMeta } from '@/api/types';
import { toast } from '@/ui/toast';
import { useDesignerCalls, type ObjectChange } from './api';

export type SaveRefusal = { kind: 'conflict' } | { kind: 'failed'; error: ApiError };

export function useSaver(object: ObjectMeta, basis: number) {
  const { t } = useTranslation();
  const calls = useDesignerCalls();
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<SaveRefusal | null>(null);

  /** With `force` the change goes over whatever was saved meanwhile. */
  const save = async (change: ObjectChange, force = false): Promise<ObjectMeta | null> => {
    setSaving(true);
    setRefusal(null);
    try {
      const saved = await calls.changeObject(object.name, force ? change : { ...change, version: basis });
      toast({ text: t('designer.saved') });
      return saved;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      setRefusal(cause.code === 'conflict' || cause.status === 412 ? { kind: 'conflict' } : { kind: 'failed', error: cause });
      return null;
    } finally {
      setSaving(false);
    }
  };
  return { saving, refusal, save, forget: () => setRefusal(null) };
}
