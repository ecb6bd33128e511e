/** /notifications: all notices, of what one wants to be told, and on which devices. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { keys } from '@/api/queries';
import { reasonOf } from '@/api/reason';
import { savePreferences } from '@/features/favourites/favour';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { NOTICE_KINDS, type NoticeKind } from './api';
import { Notices } from './Notices';
import css from './Notices.module.css';

const PushSection = later(() => import('@/features/push/PushSection').then((module) => module.PushSection));

function Wanted() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { muted } = usePreferences();
  const turn = async (kind: NoticeKind, wanted: boolean) => {
    try {
      await savePreferences(queryClient, { muted: wanted ? muted.filter((one) => one !== kind) : [...muted, kind] });
      await queryClient.invalidateQueries({ queryKey: keys.notices });
    } catch (error) {
      toast({ text: t('errors.saveFailed', { reason: reasonOf(error, t) }), tone: 'bad' });
    }
  };
  return (
    <section aria-label={t('talk.wanted')}>
      <h2 className={css.title}>{t('talk.wanted')}</h2>
      {NOTICE_KINDS.map((kind) => (
        <Toggle key={kind} label={t(`talk.kind.${kind}`)} checked={!muted.includes(kind)} onChange={(wanted) => void turn(kind, wanted)} />
      ))}
    </section>
  );
}

export function NoticesPage() {
  const { t } = useTranslation();
  const me = useMe();
  useTitle(t('talk.notices'));
  return (
    <Sheet title={t('talk.notices')} narrow>
      <div className={css.page}>
        <Notices />
        {!me.viewing && <Wanted />}
        {!me.viewing && <PushSection />}
      </div>
    </Sheet>
  );
}
