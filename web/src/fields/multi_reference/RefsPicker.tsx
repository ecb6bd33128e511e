/** Picks several records by searching on the server, or creates them; they stay in the order in which they were picked. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { ManySelect } from '@/ui/ManySelect';
import { Tag } from '@/ui/Tag';
import { selectFrame } from '../shared/selectFrame';
import { asRefs } from '../shared/show';
import { targetOf } from '../shared/target';
import { MakeLine, useMaking } from '../shared/useMaking';
import { useRefSearch } from '../shared/useRefSearch';
import css from '../shared/editors.module.css';
import type { EditorProps } from '../types';

export default function RefsPicker(props: EditorProps) {
  const { value, onChange, onCommit, field } = props;
  const { t } = useTranslation();
  const target = targetOf(field);
  const [open, setOpen] = useState(Boolean(props.openAtOnce));
  const { meta, me, q, text, setText, fetching, refs, onKeyDownCapture } = useRefSearch(target, open);
  const chosen = asRefs(value);
  const latest = useRef(chosen);
  latest.current = chosen;
  const most = Number(field.max) || 100;
  const full = chosen.length >= most;
  const change = (next: Ref[], say = onChange) => {
    latest.current = next;
    setText('');
    say(next);
  };
  const making = useMaking({
    meta,
    text,
    setText,
    full,
    setOpen,
    pick: (ref) => {
      change([...latest.current.filter((one) => one.id !== ref.id), ref]);
      making.reopen('');
    },
    unpick: (id) => {
      const left = latest.current.filter((one) => one.id !== id);
      if (left.length < latest.current.length) change(left, props.onLater ?? onChange);
    },
  });

  const nameOf = (ref: Ref) => ref.name || t('fields.outOfSight');
  const options = [...refs.values()].map(({ ref, note }) => ({ value: ref.id, label: nameOf(ref), note: ref.id === me.id ? t('common.me') : note, disabled: full && !chosen.some((one) => one.id === ref.id) }));
  // What is picked keeps its name, whatever is searched for now.
  const { key, ...frame } = making.frame;
  for (const ref of chosen) if (!refs.has(ref.id) && !q) options.push({ value: ref.id, label: nameOf(ref), note: '', disabled: false });

  return (
    <span
      className={css.around}
      {...making.around}
      onKeyDownCapture={(event) => {
        making.onKey(event);
        onKeyDownCapture(event);
      }}
    >
      <ManySelect
        key={key}
        {...selectFrame({ ...props, ...frame })}
        inCell={props.inCell}
        className={css.full}
        open={open}
        value={chosen.map((ref) => ref.id)}
        options={[...options, ...making.offer]}
        virtual={false}
        showSearch={{ filterOption: false, onSearch: setText, autoClearSearchValue: true }}
        loading={fetching || making.busy}
        allowClear={!field.required && { label: t('common.clear') }}
        placeholder={t('fields.searchRecord', { name: meta?.label ?? '' })}
        notFoundContent={<span className={css.none}>{t(fetching ? 'common.loading' : 'fields.nothingFound')}</span>}
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
        optionRender={({ data }) =>
          making.isOffer(data.value) ? (
            <MakeLine text={data.label} />
          ) : (
            <span className={css.pick}>
              <Avatar name={String(data.label)} seed={String(data.value)} size={20} square={target !== 'user'} />
              <span className={css.pickName}>{data.label}</span>
              {data.note && <span className={css.pickNote}>{data.note}</span>}
            </span>
          )
        }
        popupRender={(menu) => (
          <>
            {menu}
            {full && <p className={css.none}>{t('fields.recordsFull', { count: most })}</p>}
          </>
        )}
        onChange={(ids: string[]) => {
          if (ids.some(making.isOffer)) making.begin();
          else change(ids.flatMap((id) => chosen.find((one) => one.id === id) ?? refs.get(id)?.ref ?? []));
        }}
        onOpenChange={(next) => {
          if (making.holds()) return;
          setOpen(next);
          if (!next && props.openAtOnce) onCommit?.(latest.current);
        }}
      />
      {making.panel}
    </span>
  );
}
