/** Phrases that are said again and again: found by their words, put where the caret is, kept from what was just typed. */
import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { invalidateObject } from '@/api/live';
import { may } from '@/api/meta';
import { lookupQuery } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import { createRecord } from '@/api/records';
import type { ObjectMeta } from '@/api/types';
import { randomId } from '@/ui/randomId';
import { SearchBox } from '@/ui/SearchBox';
import { Bars, ErrorState, useDelayed } from '@/ui/States';
import { toast } from '@/ui/toast';
import { useDebounced } from '@/ui/useDebounced';
import css from './phrases.module.css';

/** Characters of a new phrase's name, taken from its beginning. */
const NAME = 20;

export interface PhrasesProps {
  meta: ObjectMeta;
  /** What is typed just now: can be kept. */
  typed: string;
  onPick: (text: string) => void;
}

export default function Phrases({ meta, typed, onPick }: PhrasesProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const q = useDebounced(text, 200);
  const found = useQuery(lookupQuery(meta.name, q, ['name', 'content']));
  const waiting = useDelayed(found.isPending);
  const items = found.data?.items ?? [];

  const keep = async () => {
    setBusy(true);
    try {
      const content = typed.trim();
      const [line = content] = content.split(/[\n。！？!?]/u);
      const name = [...line].slice(0, NAME).join('');
      await createRecord(meta.name, { name, content }, randomId());
      invalidateObject(queryClient, meta.name);
      toast({ text: t('timeline.phraseKept', { name }) });
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={css.phrases}>
      <SearchBox label={t('timeline.phraseSearch')} value={text} onChange={setText} />
      <div className={css.list}>
        {waiting && <Bars rows={4} />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && items.length === 0 && <p className={css.none}>{t(q ? 'timeline.phraseNotFound' : 'timeline.phraseNone')}</p>}
        {items.map((item) => (
          <button key={item.id} type="button" className={css.phrase} onClick={() => onPick(String(item.content ?? ''))}>
            <b>{String(item.name ?? '')}</b>
            <span>{String(item.content ?? '')}</span>
          </button>
        ))}
      </div>
      <div className={css.foot}>
        {may(meta, 'create') && typed.trim() !== '' && (
          <button type="button" className={css.keep} disabled={busy} onClick={() => void keep()}>
            <Plus size={14} aria-hidden />
            {t('timeline.phraseKeep')}
          </button>
        )}
        <Link to="/o/$object" params={{ object: meta.name }} search={{}} className={css.all}>
          {t('timeline.phraseAll')}
        </Link>
      </div>
    </div>
  );
}
