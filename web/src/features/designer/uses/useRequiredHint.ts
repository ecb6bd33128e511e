/** What a field that becomes required means for the records that there are. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countQuery } from '@/api/queries';
import type { Field, ObjectMeta } from '@/api/types';
import { totalText } from '@/features/list/total';

/** The hint below the switch; `field` is the one as it is, none for a new one. */
export function useRequiredHint(object: ObjectMeta, field: Field | undefined, required: boolean): string {
  const { t } = useTranslation();
  const newly = field !== undefined && !field.required && required;
  const asked = newly && field.filterable;
  const empty = useQuery({ ...countQuery(object.name, { field: field?.name ?? '', op: 'empty' }), enabled: asked, staleTime: 0 });
  if (!newly) return t('designer.requiredHint');
  if (!asked || !empty.data) return t('designer.requiredLater');
  const count = empty.data.value;
  return count === 0 ? t('designer.requiredFilled') : t('designer.requiredEmpty', { count, figure: totalText(empty.data) });
}
