/**
 * Tells the server that the record is on the screen, as long as somebody may be looking, and shows who else has it open.
 * The answer also says how the record stands, so that a right or a record that went is noticed without a change.
 */
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LIVE_EVENT } from '@/app/shell/useLiveEvents';
import { api, ApiError, apiUrl } from '@/api/client';
import { fieldOf } from '@/api/meta';
import { keys } from '@/api/queries';
import type { ObjectMeta, RecordData } from '@/api/types';
import { Avatar } from '@/ui/Avatar';
import { randomId } from '@/ui/randomId';
import { useStore } from '@/ui/store';
import { editing, NOBODY, present, type Present } from './presence';
import css from './Presence.module.css';

const BEAT_MS = 10_000;
/** Somebody who goes through fields quickly is told of once. */
const REST_MS = 250;
const SHOWN = 4;
const tab = randomId();

interface Answer {
  version: number;
  can: string[];
  people: Present[];
}

function usePresence(object: string, id: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const path = `/records/${object}/${id}/presence`;
    let over = false;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const look = () => void queryClient.invalidateQueries({ queryKey: keys.record(object, id) });
    const beat = async () => {
      if (document.visibilityState === 'hidden') return;
      const at = editing.get();
      try {
        const answer = await api.put<Answer>(path, { tab, field: at?.id === id ? at.field : null });
        if (over) return;
        present.set(answer.people);
        const known = queryClient.getQueryData<RecordData>(keys.record(object, id));
        const same = known?.can?.length === answer.can.length && answer.can.every((one) => known.can?.includes(one));
        if (known && (known.version < answer.version || !same)) look();
      } catch (error) {
        // Out of sight, or in the bin: the record itself says which.
        if (!over && error instanceof ApiError && error.status === 404) look();
      }
    };
    const soon = () => {
      clearTimeout(rest);
      rest = setTimeout(() => void beat(), REST_MS);
    };
    const told = (event: Event) => {
      const { type, data } = (event as CustomEvent<{ type: string; data: { id: string; people: Present[] } }>).detail;
      if (type === 'presence' && data.id === id) present.set(data.people);
    };
    // A page that closes sends no more than this.
    const leave = () => void fetch(apiUrl(path, { tab }), { method: 'DELETE', keepalive: true, credentials: 'same-origin' }).catch(() => undefined);
    void beat();
    const timer = setInterval(() => void beat(), BEAT_MS);
    const unsubscribe = editing.subscribe(soon);
    document.addEventListener('visibilitychange', soon);
    window.addEventListener(LIVE_EVENT, told);
    window.addEventListener('pagehide', leave);
    return () => {
      over = true;
      clearInterval(timer);
      clearTimeout(rest);
      unsubscribe();
      document.removeEventListener('visibilitychange', soon);
      window.removeEventListener(LIVE_EVENT, told);
      window.removeEventListener('pagehide', leave);
      present.set(NOBODY);
      leave();
    };
  }, [queryClient, object, id]);
}

export function Presence({ meta, id }: { meta: ObjectMeta; id: string }) {
  const { t } = useTranslation();
  usePresence(meta.name, id);
  const people = useStore(present);
  if (people.length === 0) return null;
  const doing = ({ user, field }: Present) => {
    const label = field && fieldOf(meta, field)?.label;
    return label ? t('record.isEditing', { name: user.name, field: label }) : t('record.isHere', { name: user.name });
  };
  const text = people.map(doing).join(t('common.comma'));
  return (
    <span className={css.people} role="img" aria-label={text} data-tip={text}>
      {people.slice(0, SHOWN).map((one) => (
        <span key={one.user.id} className={css.person} data-editing={one.field !== null || undefined}>
          <Avatar name={one.user.name} seed={one.user.id} size={24} />
        </span>
      ))}
      {people.length > SHOWN && <span className={css.more}>+{people.length - SHOWN}</span>}
    </span>
  );
}
