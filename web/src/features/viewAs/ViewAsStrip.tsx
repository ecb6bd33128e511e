/** Says on every page through whose eyes one looks, and ends that. */
import { useEffect, useLayoutEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lasting, onRefused } from '@/api/client';
import { reasonOf } from '@/api/reason';
import type { Me } from '@/api/types';
import { toast } from '@/ui/toast';
import { endViewAs } from './api';
import css from './ViewAsStrip.module.css';

const HEADER = 'X-Viewing-As';
const MINUTE = 60_000;
const minutesTo = (until: string) => Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / MINUTE));

export function ViewAsStrip({ me, until }: { me: Me; until: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [left, setLeft] = useState(() => minutesTo(until));
  const [busy, setBusy] = useState(false);
  // Before anything is shown: whatever is called from then on says whose eyes it is seen through.
  useLayoutEffect(() => {
    lasting[HEADER] = me.id;
    const end = () => {
      delete lasting[HEADER];
      onRefused.delete(hear);
    };
    // What is called for too late is refused with the reason; then everything is read anew, as one's own.
    const hear = (code: string) => {
      if (code !== 'view_as_over') return;
      end();
      void queryClient.invalidateQueries();
    };
    onRefused.add(hear);
    return end;
  }, [me.id, queryClient]);
  useEffect(() => {
    const ticking = setInterval(() => {
      // The session is one's own again; so is everything that is read from now on.
      if (Date.parse(until) <= Date.now()) window.location.assign('/');
      setLeft(minutesTo(until));
    }, 5_000);
    return () => clearInterval(ticking);
  }, [until]);
  const end = async () => {
    setBusy(true);
    try {
      await endViewAs();
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <div className={css.strip} role="status">
      <Eye size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.who}>{t('viewAs.strip', { name: me.name })}</span>
      <span className={css.left}>{t('viewAs.left', { count: left })}</span>
      <button type="button" className={css.end} disabled={busy} onClick={() => void end()}>
        {t('viewAs.end')}
      </button>
    </div>
  );
}
