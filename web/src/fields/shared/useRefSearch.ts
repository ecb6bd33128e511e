/** Records of one object as they are found by searching on the server: what the pickers of one and of several offer. */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { fieldOf, useMe, useObjectMeta } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import type { RecordData, Ref } from '@/api/types';
import { useDebounced } from '@/ui/useDebounced';
import { useHeldEnter } from '@/ui/useHeldEnter';
import { asRef } from './show';

/** Kinds that tell equal names apart. */
const TELLING = ['text', 'phone', 'email', 'reference', 'department', 'auto_number'];

/** A second line that tells equal names apart: the first other search field with a text. */
function secondLine(record: RecordData, fields: string[]): string {
  for (const name of fields) {
    const value = record[name];
    if (typeof value === 'string' && value) return value;
    const ref = asRef(value);
    if (ref) return ref.name;
  }
  return '';
}

export function useRefSearch(target: string, open: boolean) {
  const meta = useObjectMeta(target);
  const me = useMe();
  const [text, setText] = useState('');
  const q = useDebounced(text, 200);
  const nameField = meta?.name_field ?? 'name';
  const second = (meta?.list_columns ?? []).filter((name) => name !== nameField && meta && TELLING.includes(fieldOf(meta, name)?.kind ?? '')).slice(0, 2);
  const found = useQuery({ ...lookupQuery(target, q, [nameField, ...second]), enabled: open && target !== '' });

  const behind = text !== q || found.isPlaceholderData || (text !== '' && found.isPending);
  const onKeyDownCapture = useHeldEnter(!open || !behind);

  const refs = new Map<string, { ref: Ref; note: string }>();
  for (const record of found.data?.items ?? []) {
    const ref = { id: record.id, object: target, name: String(record[nameField] ?? '') };
    refs.set(record.id, { ref, note: secondLine(record, second) });
  }
  if (target === 'user' && !q && open && !refs.has(me.id)) {
    refs.set(me.id, { ref: { id: me.id, object: 'user', name: me.name }, note: '' });
  }
  return { meta, me, q, text, setText, fetching: found.isFetching, refs, onKeyDownCapture };
}
