/** Names of records that a filter in the address knows only by id. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useObjectMeta } from '@/api/meta';
import { recordQuery } from '@/api/queries';

const names = new Map<string, string>();

export const rememberName = (object: string, id: string, name: string) => void names.set(`${object}/${id}`, name);

/** The name, asked from the server when nobody has seen it yet; "@me" and the like become words. */
export function useRefName(object: string, id: string): string {
  const { t } = useTranslation();
  const meta = useObjectMeta(object);
  const special = id.startsWith('@');
  const known = names.get(`${object}/${id}`);
  const asked = useQuery({ ...recordQuery(object, id), enabled: !special && known === undefined && object !== '' });
  if (id === '@me') return t('common.me');
  if (id === '@my_department') return t('fields.myDepartment');
  if (known !== undefined) return known;
  const name = asked.data?.[meta?.name_field ?? 'name'];
  if (typeof name === 'string') return name;
  return asked.isError ? t('fields.unknownRecord') : '…';
}
