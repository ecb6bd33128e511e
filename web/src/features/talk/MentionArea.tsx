/** A field for a comment. An @ offers the people who may see the record; arrows and Enter choose, Escape leaves it. */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type Ref as ReactRef } from 'react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Ref } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { useDebounced } from '@/ui/useDebounced';
import { useHeldEnter } from '@/ui/useHeldEnter';
import { mentionableQuery } from './api';
import { typedAt, withName } from './mentions';
import css from './Comment.module.css';

export interface Writing {
  body: string;
  /** Whoever was chosen; who is not named any more doesn't count. */
  people: Ref[];
}

export interface MentionAreaProps {
  object: string;
  id: string;
  value: Writing;
  invalid: boolean;
  area: ReactRef<HTMLTextAreaElement>;
  onChange: (value: Writing) => void;
  onSend: () => void;
  onCancel?: () => void;
}

export function MentionArea({ object, id, value, invalid, area, onChange, onSend, onCancel }: MentionAreaProps): ReactNode {
  const { t } = useTranslation();
  const list = useId();
  const own = useRef<HTMLTextAreaElement | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const next = useRef<number | null>(null);
  const typed = caret === null ? null : typedAt(value.body, caret);
  const looking = typed !== null && typed.at !== left;
  const q = useDebounced(typed?.q ?? '', 120);
  const people = useQuery({ ...mentionableQuery(object, id, q), enabled: looking, placeholderData: keepPreviousData });
  const found = looking ? (people.data ?? []).slice(0, 8) : [];
  const settled = q === typed?.q && !people.isPlaceholderData && !people.isPending;
  const holdEnter = useHeldEnter(!looking || settled);
  const at = Math.min(active, Math.max(found.length - 1, 0));

  useLayoutEffect(() => {
    if (next.current === null || !own.current) return;
    own.current.setSelectionRange(next.current, next.current);
    next.current = null;
  }, [value.body]);

  const choose = (person: Ref) => {
    if (!typed || caret === null) return;
    const written = withName(value.body, typed, caret, person.name);
    next.current = written.caret;
    setCaret(written.caret);
    setActive(0);
    onChange({ body: written.text, people: [...value.people, person] });
    own.current?.focus();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const send = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    const person = found[at];
    if (send) onSend();
    else if (event.key === 'Escape' && looking) setLeft(typed.at);
    else if (event.key === 'Escape' && onCancel) onCancel();
    else if (person && event.key === 'ArrowDown') setActive((at + 1) % found.length);
    else if (person && event.key === 'ArrowUp') setActive((at + found.length - 1) % found.length);
    else if (person && (event.key === 'Enter' || (event.key === 'Tab' && settled))) choose(person);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={css.writing}>
      <textarea
        ref={(element) => {
          own.current = element;
          if (typeof area === 'function') area(element);
          else if (area) area.current = element;
        }}
        className={css.area}
        rows={2}
        value={value.body}
        placeholder={t('talk.placeholder')}
        aria-label={t('talk.comment')}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-controls={found.length > 0 ? list : undefined}
        aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          setActive(0);
          if (left !== null && event.target.value[left] !== '@') setLeft(null);
          onChange({ ...value, body: event.target.value });
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setCaret(null)}
        onKeyDownCapture={holdEnter}
        onKeyDown={keys}
      />
      {looking && (
        <div className={css.people}>
          {people.isError && <p className={css.nobody}>{t('talk.peopleFailed')}</p>}
          {people.isSuccess && found.length === 0 && <p className={css.nobody}>{t('talk.nobody')}</p>}
          {found.length > 0 && (
            <ul role="listbox" id={list} aria-label={t('talk.people')}>
              {found.map((person, index) => (
                <li
                  key={person.id}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={settled && index === at}
                  className={css.person}
                  // The field keeps the focus.
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(person)}
                >
                  <Avatar name={person.name} seed={person.id} size={20} />
                  {person.name}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}
