/** Which cards stand on a person's own workbench, and in which order. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { ArrangeFrame } from '@/features/favourites/ArrangeFrame';
import { CardList } from './CardList';
import { usualCards } from './cards';

export default function ArrangeCards({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const { workbench } = usePreferences();
  const companys = useMe().arrangement?.workbench;
  // Null is as usual, also when something else becomes usual one day.
  const [draft, setDraft] = useState(workbench);
  return (
    <ArrangeFrame
      title={t('workbench.arrange')}
      change={() => ({ workbench: draft })}
      saved={t('workbench.saved')}
      reset={t('workbench.reset')}
      usual={draft === null}
      onReset={() => setDraft(null)}
      onClose={onClose}
    >
      <CardList cards={draft ?? companys ?? usualCards(objects)} onChange={setDraft} />
    </ArrangeFrame>
  );
}
