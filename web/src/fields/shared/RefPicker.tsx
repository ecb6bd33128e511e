/** Picks a record by searching on the server, or creates it: references, people, departments. */
import { useRef, useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import type { EditorProps } from '../types';
import { asRef } from './show';
import { selectFrame } from './selectFrame';
import { MakeLine, useMaking } from './useMaking';
import { useRefSearch } from './useRefSearch';
import css from './editors.module.css';

export interface RefPickerProps extends EditorProps {
  target: string;
}

export default function RefPicker(props: RefPickerProps) {
  const { value, onChange, onCommit, onCancel, target, field } = props;
  const { t } = useTranslation();
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const { meta, me, text, setText, fetching, refs, onKeyDownCapture } = useRefSearch(target, open);

  const current = asRef(value);
  const latest = useRef(current);
  latest.current = current;
  const before = useRef(current);
  const pick = (next: Ref | null) => {
    before.current = latest.current;
    latest.current = next;
    // The library empties its search by itself and says nothing.
    setText('');
    onChange(next);
    onCommit?.(next);
  };
  const making = useMaking({
    meta,
    text,
    setText,
    setOpen,
    pick,
    unpick: (id) => latest.current?.id === id && (props.onLater ?? onChange)(before.current),
  });
  const round = target === 'user';
  const options = [...refs.values()].map(({ ref, note }) => ({ value: ref.id, label: ref.name, note, isMe: ref.id === me.id }));
  if (current && !refs.has(current.id)) options.push({ value: current.id, label: current.name, note: '', isMe: false });
  if (round) options.sort((a, b) => Number(b.isMe) - Number(a.isMe));
  const { key, ...frame } = making.frame;

  return (
    <span
      className={css.around}
      {...making.around}
      onKeyDownCapture={(event) => {
        making.onKey(event);
        onKeyDownCapture(event);
      }}
    >
      <Select
        key={key}
        {...selectFrame({ ...props, ...frame })}
        className={css.full}
        open={open}
        // Nothing is a value, too: else the list would keep what was chosen in it.
        value={current?.id ?? null}
        options={[...options, ...making.offer]}
        virtual={false}
        showSearch={{ filterOption: false, onSearch: setText }}
        loading={fetching || making.busy}
        allowClear={!field.required && { label: t('common.clear') }}
        placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
        notFoundContent={<span className={css.none}>{t(fetching ? 'common.loading' : 'fields.nothingFound')}</span>}
        labelRender={({ label }) => <span className={css.pick}>{label}</span>}
        optionRender={({ data }) =>
          making.isOffer(data.value) ? (
            <MakeLine text={data.label} />
          ) : (
            <span className={css.pick}>
              <Avatar name={String(data.label)} seed={String(data.value)} size={20} square={!round} />
              <span className={css.pickName}>{data.label}</span>
              {data.isMe && <span className={css.pickNote}>{t('common.me')}</span>}
              {!data.isMe && data.note && <span className={css.pickNote}>{data.note}</span>}
            </span>
          )
        }
        onChange={(id: string | undefined) => {
          if (making.isOffer(id)) making.begin();
          else pick(id ? (refs.get(id)?.ref ?? current) : null);
        }}
        onOpenChange={(next) => {
          if (making.holds()) return;
          setOpen(next);
          if (!next && props.openAtOnce) onCancel?.();
        }}
      />
      {making.panel}
    </span>
  );
}
