/** Keeps a record at hand, and says whether it is. */
import { useQueryClient } from '@tanstack/react-query';
import { Star as StarIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import { useIsPhone } from '@/ui/media';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { setFavourite } from './favour';
import css from './Star.module.css';

export function Star({ object, id }: { object: string; id: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const phone = useIsPhone();
  const queryClient = useQueryClient();
  const kept = usePreferences().favourites.some((one) => one.id === id);
  if (me.viewing) return null;
  const turn = () =>
    void setFavourite(queryClient, { kind: 'record', object, id }, !kept).catch((error: unknown) => toast({ text: t('atHand.failed', { reason: reasonOf(error, t) }), tone: 'bad' }));
  return (
    <IconButton label={t(kept ? 'atHand.remove' : 'atHand.add')} size={phone ? 'touch' : 'normal'} aria-pressed={kept} className={css.star} onClick={turn}>
      <StarIcon size={18} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}
