/** Picks a record by searching on the server: references, people, departments. */
import { useState } from 'react';
import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMe, useObjectMeta } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import type { FieldValue, RecordData, Ref } from '@/api/types';
import { useDebounced } from '@/ui/useDebounced';
import { Avatar } from '@/ui/Avatar';
import type { EditorProps } from '../types';
import { asRef } from './show';
import { selectFrame } from './selectFrame';
import css from './editors.module.css';

export interface RefPickerProps extends EditorProps {
  target: string;
}

/** A second line that tells equal names apart: the first other search field with a text. */
export function secondLine(record: RecordData, fields: string[]): string {
  for (const name of fields) {
    const value = record[name];
    if (typeof value === 'string' && value) return value;
    const ref = asRef(value);
    if (ref) return ref.name;
  }
  return '';
}

export default function RefPicker(props: RefPickerProps) {
  const { value, onChange, onCommit, onCancel, target, field } = props;
  const { t } = useTranslation();
  const meta = useObjectMeta(target);
  const me = useMe();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const q = useDebounced(text, 200);
  const nameField = meta?.name_field ?? 'name';
  const second = (meta?.list_columns ?? []).filter((name) => {
    const kind = meta && fieldOf(meta, name)?.kind;
    return name !== nameField && kind && ['text', 'phone', 'email', 'reference', 'department', 'auto_number'].includes(kind);
  });
  const wanted = [nameField, ...second.slice(0, 2)];
  const found = useQuery({ ...lookupQuery(target, q, wanted), enabled: open });

  const current = asRef(value);
  const refs = new Map<string, { ref: Ref; note: string }>();
  for (const record of found.data?.items ?? []) {
    const ref = { id: record.id, object: target, name: String(record[nameField] ?? '') };
    refs.set(record.id, { ref, note: secondLine(record, second) });
  }
  if (target === 'user' && !q && open && !refs.has(me.id)) {
    refs.set(me.id, { ref: { id: me.id, object: 'user', name: me.name }, note: '' });
  }
  const round = target === 'user';
  const options = [...refs.values()].map(({ ref, note }) => ({ value: ref.id, label: ref.name, note, isMe: ref.id === me.id }));
  if (current && !refs.has(current.id)) options.push({ value: current.id, label: current.name, note: '', isMe: false });
  if (round) options.sort((a, b) => Number(b.isMe) - Number(a.isMe));

  return (
    <Select
      {...selectFrame(props)}
      className={css.full}
      open={open}
      value={current?.id}
      options={options}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      allowClear={!field.required}
      placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
      notFoundContent={<span className={css.none}>{t(found.isFetching ? 'common.loading' : 'fields.nothingFound')}</span>}
      labelRender={({ label }) => <span className={css.pick}>{label}</span>}
      optionRender={({ data }) => (
        <span className={css.pick}>
          <Avatar name={String(data.label)} seed={String(data.value)} size={20} square={!round} />
          <span className={css.pickName}>{data.label}</span>
          {data.isMe && <span className={css.pickNote}>{t('common.me')}</span>}
          {!data.isMe && data.note && <span className={css.pickNote}>{data.note}</span>}
        </span>
      )}
      onChange={(id: string | undefined) => {
        const next: FieldValue = id ? (refs.get(id)?.ref ?? current) : null;
        onChange(next);
        onCommit?.(next);
      }}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next && props.openAtOnce) onCancel?.();
      }}
    />
  );
}
