/** Records by what people call them: the name, or a number or code that no two have. */
import { api } from '@/api/client';
import { nameOf } from '@/api/names';
import type { ObjectMeta, Page, RecordData, Ref } from '@/api/types';

/** Values that one filter takes, and rows that one answer holds, at most. */
const MOST = 200;

/** The record of each text, where just one goes by it. */
export async function namedRecords(object: ObjectMeta, texts: string[]): Promise<Map<string, Ref>> {
  const names = [object.name_field, ...object.fields.filter((field) => field.unique && field.filterable && ['text', 'auto_number'].includes(field.kind)).map((field) => field.name)];
  const wanted = [...new Set(texts)].slice(0, MOST);
  const found = new Map<string, Ref>();
  if (wanted.length === 0) return found;
  const filter = { or: [...new Set(names)].map((field) => ({ field, op: 'in', value: wanted })) };
  const page = await api.post<Page<RecordData>>(`/records/${object.name}/query`, { filter, fields: [...new Set(names)], limit: MOST });
  for (const text of wanted) {
    const [one, other] = page.items.filter((record) => names.some((name) => record[name] === text));
    if (one && !other) found.set(text, { id: one.id, object: object.name, name: nameOf(one, object.name_field) });
  }
  return found;
}
