/** Puts the navigation into one's own order: by mouse, by touch, by keyboard. */
import { useState } from 'react';
import { StarOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { IconButton } from '@/ui/IconButton';
import { Handle, SortableList } from '@/ui/sortable';
import { ArrangeFrame } from './ArrangeFrame';
import { arrangementOf, ownOf } from './arrange';
import { FavouriteIcon } from './FavouriteEntries';
import { NavigationEditor } from './NavigationEditor';
import { useFavourites } from './useFavourites';
import css from './arrange.module.css';

/** What is kept at hand, in order; null until somebody changes it here. */
function useKept() {
  const { favourites } = usePreferences();
  const named = useFavourites();
  const [ids, setIds] = useState<string[] | null>(null);
  const shown = ids ? ids.flatMap((id) => named.find((one) => one.id === id) ?? []) : named;
  // What can't be seen just now is no reason to forget it.
  const unseen = favourites.filter((one) => !named.some((other) => other.id === one.id));
  const changed = ids && [...ids.flatMap((id) => favourites.find((one) => one.id === id) ?? []), ...unseen];
  return { shown, changed, setIds };
}

function Favourites({ kept }: { kept: ReturnType<typeof useKept> }) {
  const { t } = useTranslation();
  const { shown, setIds } = kept;
  const ids = shown.map((one) => one.id);
  const of = (id: string) => shown.find((one) => one.id === id);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t('atHand.favourites')}>
      <h3 className={css.group}>{t('atHand.favourites')}</h3>
      <SortableList ids={ids} nameOf={(id) => of(id)?.name ?? id} onChange={setIds}>
        {(id, bind) => {
          const one = of(id);
          return one ? (
            <div className={css.row}>
              <Handle label={t('atHand.dragOf', { name: one.name })} bind={bind} />
              <FavouriteIcon one={one} />
              <span className={css.name}>{one.name}</span>
              <IconButton size="small" label={t('atHand.removeOf', { name: one.name })} onClick={() => setIds(ids.filter((other) => other !== id))}>
                <StarOff size={15} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </div>
          ) : null;
        }}
      </SortableList>
    </section>
  );
}

export function ArrangeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const { navigation } = usePreferences();
  const company = useMe().arrangement?.navigation ?? null;
  const [draft, setDraft] = useState(() => arrangementOf(objects, navigation, company));
  const kept = useKept();
  return (
    <ArrangeFrame
      title={t('shell.arrange')}
      change={() => ({ navigation: ownOf(objects, draft, company), ...(kept.changed && { favourites: kept.changed }) })}
      saved={t('atHand.saved')}
      reset={t('atHand.reset')}
      usual={ownOf(objects, draft, company) === null}
      onReset={() => setDraft(arrangementOf(objects, null, company))}
      onClose={onClose}
    >
      <p className={css.hint}>{t('atHand.arrangeHint')}</p>
      <div className={css.body}>
        <Favourites kept={kept} />
        <NavigationEditor draft={draft} onChange={setDraft} />
      </div>
    </ArrangeFrame>
  );
}
