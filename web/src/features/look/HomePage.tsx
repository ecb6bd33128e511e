/** 首页: the cards of the workbench as the company arranges them, for everyone or for a role. */
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { later } from '@/ui/later';
import { cardId, usualCards } from '@/features/workbench/cards';
import { Arranged } from './Arranged';
import css from './arranged.module.css';

// What rows are dragged with comes in a file of its own.
const CardList = later(async () => (await import('@/features/workbench/CardList')).CardList);

const isSame = (one: string[], other: string[]) => one.join() === other.join();

export function HomePage() {
  const { t } = useTranslation();
  const objects = useObjects();
  const usual = usualCards(objects);
  return (
    <Arranged
      part="workbench"
      title={t('home.title')}
      hint={t('home.hint')}
      texts={{ usualAll: t('home.usualAll'), ownAll: t('home.ownAll'), saved: t('home.saved') }}
      draftOf={(stored) => stored ?? usual}
      keptOf={(draft, everyones) => (isSame(draft.map(cardId), (everyones ?? usual).map(cardId)) ? null : draft)}
    >
      {(draft, put) => (
        <>
          {draft.length === 0 && <p className={css.hint}>{t('home.none')}</p>}
          <CardList cards={draft} shared onChange={put} />
        </>
      )}
    </Arranged>
  );
}
