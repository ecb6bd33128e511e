/** Picks a record by searching on the server: references, people, departments. */
import { useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldValue } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import type { EditorProps } from '../types';
import { asRef } from './show';
import { selectFrame } from './selectFrame';
import { useRefSearch } from './useRefSearch';
import css from './editors.module.css';

export interface RefPickerProps extends EditorProps {
  target: string;
}

export default function RefPicker(props: RefPickerProps) {
  const { value, onChange, onCommit, onCancel, target, field } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const { meta, me, setText, fetching, refs, onKeyDownCapture } = useRefSearch(target, open);

  const current = asRef(value);
  const round = target === 'user';
  const options = [...refs.values()].map(({ ref, note }) => ({ value: ref.id, label: ref.name, note, isMe: ref.id === me.id }));
  if (current && !refs.has(current.id)) options.push({ value: current.id, label: current.name, note: '', isMe: false });
  if (round) options.sort((a, b) => Number(b.isMe) - Number(a.isMe));

  return (
    <span className={css.around} onKeyDownCapture={onKeyDownCapture}>
      <Select
        {...selectFrame(props)}
        className={css.full}
        open={open}
        value={current?.id}
        options={options}
        showSearch={{ filterOption: false, onSearch: setText }}
        loading={fetching}
        allowClear={!field.required && { label: t('common.clear') }}
        placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
        notFoundContent={<span className={css.none}>{t(fetching ? 'common.loading' : 'fields.nothingFound')}</span>}
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
    </span>
  );
}
