/** What is done about possible duplicates: afterwards all that is shown of them is looked at anew, and a refusal is told. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { invalidateObject, invalidateRecord } from '@/api/live';
import { reasonOf } from '@/api/reason';
import { toast } from '@/ui/toast';
import { duplicateKeys, undoMerge } from './api';

export function useDeed(object: string) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return async (deed: () => Promise<unknown>) => {
    try {
      await deed();
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
    await queryClient.invalidateQueries({ queryKey: duplicateKeys.all(object) });
  };
}

/** Takes a merge back; `records` are the two that it was made of. */
export function useUndoMerge(object: string) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const run = useDeed(object);
  return (merge: string, records: string[]) =>
    run(async () => {
      const undone = await undoMerge(merge);
      for (const id of records) invalidateRecord(queryClient, object, id);
      invalidateObject(queryClient, object);
      toast({ text: undone.kept > 0 ? t('duplicates.undoneKept', { count: undone.kept }) : t('duplicates.undone') });
    });
}
