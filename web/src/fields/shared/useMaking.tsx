/** The last line of a picker: creates what was looked for and isn't there, and picks it. */
import { createContext, useContext, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Plus } from 'lucide-react';
import { fieldOf, isWritable, may, PEOPLE, useMe } from '@/api/meta';
import type { ObjectMeta, Ref } from '@/api/types';
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import css from './editors.module.css';

const QuickCreate = later(async () => (await Promise.all([import('@/features/form/QuickCreate'), loadTexts(['quickCreate'])]))[0].QuickCreate);

/** No id of a record looks like it. */
const NEW = '+';

/** Whether pickers may offer to create: not inside of what they have opened for that. */
export const MayMake = createContext(true);

/** The object's records have names that somebody types, and are no people. */
function isMade(meta: ObjectMeta): boolean {
  const name = fieldOf(meta, meta.name_field);
  return !PEOPLE.includes(meta.name) && may(meta, 'create') && name?.kind === 'text' && isWritable(name);
}

interface Options {
  meta: ObjectMeta | undefined;
  /** What is typed in the search just now. */
  text: string;
  setText: (text: string) => void;
  full?: boolean;
  setOpen: (open: boolean) => void;
  pick: (ref: Ref) => void;
  /** The record has been taken back. */
  unpick: (id: string) => void;
}

export function useMaking({ meta, text, setText, full = false, setOpen, pick, unpick }: Options) {
  const { t } = useTranslation();
  const { viewing } = useMe();
  const allowed = useContext(MayMake);
  const box = useRef<HTMLSpanElement>(null);
  const [making, setMaking] = useState<string | null>(null);
  const [composing, setComposing] = useState(false);
  /** The picker begins anew with what was typed, as many times as somebody came back to it. */
  const [back, setBack] = useState({ times: 0, text: '' });
  const holding = useRef(false);
  const tab = useRef(false);
  const typed = text.trim();
  const offered = Boolean(meta && typed) && !composing && !full && allowed && !viewing && isMade(meta as ObjectMeta);

  const end = () => {
    holding.current = false;
    setMaking(null);
  };
  const begin = () => {
    // Who leaves by Tab wants to go on, and the library takes it for a choice.
    if (tab.current || making !== null) return;
    holding.current = true;
    setMaking(typed);
    setText('');
    setOpen(false);
  };
  const reopen = (text: string) => {
    end();
    setBack(({ times }) => ({ times: times + 1, text }));
    setOpen(true);
  };

  const panel: ReactNode = meta && making !== null && (
    <QuickCreate
      meta={meta}
      typed={making}
      anchor={box.current?.firstElementChild as HTMLElement | null}
      onPick={(ref) => {
        end();
        box.current?.querySelector('input')?.focus();
        pick(ref);
      }}
      onUndone={unpick}
      onBack={() => reopen(making)}
    />
  );
  return {
    /** The last option, where there is one. */
    offer: offered ? [{ value: NEW, label: t('fields.createNamed', { name: meta?.label, value: typed }), note: '', isMe: false, disabled: false, className: css.make }] : [],
    isOffer: (id: unknown) => id === NEW,
    begin,
    reopen,
    panel,
    busy: making !== null,
    /** The list has closed itself, and what was begun there goes on. */
    holds: () => holding.current,
    /** For the picker: a new one each time, and what it starts with. */
    frame: { key: back.times, ...(back.times > 0 && { initialText: back.text, autoFocus: true }) },
    around: {
      ref: box,
      onCompositionStart: () => setComposing(true),
      onCompositionEnd: () => setComposing(false),
    },
    onKey: (event: KeyboardEvent) => {
      tab.current = event.key === 'Tab';
      // Enter of an input method ends its word and chooses nothing.
      if (event.key === 'Enter' && event.nativeEvent.isComposing) event.stopPropagation();
    },
  };
}

export function MakeLine({ text }: { text: ReactNode }) {
  return (
    <span className={css.pick}>
      <Plus size={15} aria-hidden />
      <span className={css.pickName}>{text}</span>
    </span>
  );
}
