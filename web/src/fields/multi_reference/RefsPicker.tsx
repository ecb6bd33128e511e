/** Picks several records by searching on the server; they stay in the order in which they were picked. */
import { useRef, useState } from 'react';
import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMe, useObjectMeta } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import type { Ref } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { Tag } from '@/ui/Tag';
import { useDebounced } from '@/ui/useDebounced';
import { selectFrame } from '../shared/selectFrame';
import { asRef, asRefs } from '../shared/show';
import { targetOf } from '../shared/target';
import css from '../shared/editors.module.css';
import type { EditorProps } from '../types';

const TELLING = ['text', 'phone', 'email', 'reference', 'department', 'auto_number'];

export default function RefsPicker(props: EditorProps) {
  const { value, onChange, onCommit, field } = props;
  const { t } = useTranslation();
  const target = targetOf(field);
  const meta = useObjectMeta(target);
  const me = useMe();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const q = useDebounced(text, 200);
  const nameField = meta?.name_field ?? 'name';
  const second = (meta?.list_columns ?? []).filter((name) => name !== nameField && meta && TELLING.includes(fieldOf(meta, name)?.kind ?? '')).slice(0, 2);
  const found = useQuery({ ...lookupQuery(target, q, [nameField, ...second]), enabled: open && target !== '' });
  const chosen = asRefs(value);
  const latest = useRef(chosen);
  latest.current = chosen;
  const most = Number(field.max) || 100;
  const full = chosen.length >= most;

  const known = new Map<string, { ref: Ref; note: string }>();
  for (const record of found.data?.items ?? []) {
    const notes = second.map((name) => asRef(record[name])?.name ?? record[name]);
    known.set(record.id, { ref: { id: record.id, object: target, name: String(record[nameField] ?? '') }, note: String(notes.find((note) => typeof note === 'string' && note) ?? '') });
  }
  if (target === 'user' && !q && open && !known.has(me.id)) known.set(me.id, { ref: { id: me.id, object: 'user', name: me.name }, note: t('common.me') });
  const nameOf = (ref: Ref) => ref.name || t('fields.outOfSight');
  const options = [...known.values()].map(({ ref, note }) => ({ value: ref.id, label: nameOf(ref), note, disabled: full && !chosen.some((one) => one.id === ref.id) }));
  // What is picked keeps its name, whatever is searched for now.
  for (const ref of chosen) if (!known.has(ref.id) && !q) options.push({ value: ref.id, label: nameOf(ref), note: '', disabled: false });

  return (
    <Select
      {...selectFrame(props)}
      className={css.full}
      mode="multiple"
      open={open}
      value={chosen.map((ref) => ref.id)}
      options={options}
      showSearch={{ filterOption: false, onSearch: setText, autoClearSearchValue: true }}
      loading={found.isFetching}
      allowClear={!field.required}
      placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
      notFoundContent={<span className={css.none}>{t(found.isFetching ? 'common.loading' : 'fields.nothingFound')}</span>}
      tagRender={({ value: id, onClose }) => {
        const ref = chosen.find((one) => one.id === id);
        const name = ref ? nameOf(ref) : String(id);
        return (
          <span style={{ marginInlineEnd: 4, maxWidth: '100%' }} onMouseDown={(event) => event.stopPropagation()}>
            <Tag>
              {name}
              <button type="button" tabIndex={-1} className={css.tagClose} aria-label={`${t('common.remove')} ${name}`} onClick={onClose}>
                ×
              </button>
            </Tag>
          </span>
        );
      }}
      optionRender={({ data }) => (
        <span className={css.pick}>
          <Avatar name={String(data.label)} seed={String(data.value)} size={20} square={target !== 'user'} />
          <span className={css.pickName}>{data.label}</span>
          {data.note && <span className={css.pickNote}>{data.note}</span>}
        </span>
      )}
      popupRender={(menu) => (
        <>
          {menu}
          {full && <p className={css.none}>{t('fields.recordsFull', { count: most })}</p>}
        </>
      )}
      onChange={(ids: string[]) => {
        const next = ids.flatMap((id) => chosen.find((one) => one.id === id) ?? known.get(id)?.ref ?? []);
        latest.current = next;
        onChange(next);
      }}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next && props.openAtOnce) onCommit?.(latest.current);
      }}
    />
  );
}
