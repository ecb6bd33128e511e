/** Cards of a workbench in their order: by mouse, by touch, by keyboard; taken away and added. */
import { useQueries } from '@tanstack/react-query';
import { Select } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { WorkbenchCard } from '@/api/types';
import { navigationGroups } from '@/app/shell/navigation';
import rows from '@/features/favourites/arrange.module.css';
import { viewsQuery } from '@/features/views/api';
import { IconButton } from '@/ui/IconButton';
import { Handle, SortableList } from '@/ui/sortable';
import { cardId, funnelObjects, isShown, MOST } from './cards';
import css from './workbench.module.css';

interface Choice {
  card: WorkbenchCard;
  label: string;
}

/** All cards that there could be, in groups, and whether all are known yet; with views that others have, or with one's own as well. */
function useChoices(shared: boolean): { groups: { label: string; choices: Choice[] }[]; known: boolean } {
  const { t } = useTranslation();
  const objects = useObjects();
  const named = navigationGroups(objects).flatMap((group) => group.objects);
  const views = useQueries({ queries: named.map((meta) => viewsQuery(meta.name)) });
  const kinds = ['announcements', 'today', 'figures', 'goals', 'recent'] as const;
  const own = kinds.filter((kind) => isShown({ kind }, objects)).map((kind): Choice => ({ card: { kind }, label: t(`workbench.${kind}`) }));
  const funnels = funnelObjects(objects).map((meta): Choice => ({ card: { kind: 'funnel', object: meta.name }, label: t('workbench.funnelOf', { name: meta.plural }) }));
  const ofViews = named.map((meta, at) => ({
    label: t('workbench.viewsOf', { name: meta.plural }),
    choices: (views[at]?.data?.items ?? []).filter((view) => !view.problem && !(shared && view.audience === 'private')).map((view): Choice => ({ card: { kind: 'view', object: meta.name, id: view.id }, label: view.name })),
  }));
  const groups = [{ label: t('workbench.cards'), choices: [...own, ...funnels] }, ...ofViews].filter((group) => group.choices.length > 0);
  return { groups, known: views.every(({ isPending }) => !isPending) };
}

export interface CardListProps {
  cards: WorkbenchCard[];
  /** For others, who have shared views alone. */
  shared?: boolean;
  onChange: (cards: WorkbenchCard[]) => void;
}

export function CardList({ cards, shared = false, onChange }: CardListProps) {
  const { t } = useTranslation();
  const { groups, known } = useChoices(shared);
  const all = groups.flatMap((group) => group.choices);
  const objects = useObjects();
  // A view that is gone or was withdrawn, once all have been asked for.
  const unnamed = (card?: WorkbenchCard) => {
    const meta = objects.find((one) => one.name === card?.object);
    return meta && known ? t('workbench.viewUnnamed', { name: meta.plural }) : t('workbench.view');
  };
  const nameOf = (id: string) => all.find((choice) => cardId(choice.card) === id)?.label ?? unnamed(cards.find((card) => cardId(card) === id));
  const byId = (id: string) => [...cards, ...all.map((choice) => choice.card)].find((card) => cardId(card) === id);
  const ids = cards.map(cardId);
  const free = groups
    .map(({ label, choices }) => ({ label, options: choices.filter(({ card }) => !ids.includes(cardId(card))).map((choice) => ({ value: cardId(choice.card), label: choice.label })) }))
    .filter((group) => group.options.length > 0);
  const put = (next: string[]) => onChange(next.flatMap((id) => byId(id) ?? []));

  return (
    <>
      <SortableList ids={ids} nameOf={nameOf} onChange={put}>
        {(id, bind) => (
          <div className={rows.row}>
            <Handle label={t('workbench.dragOf', { name: nameOf(id) })} bind={bind} />
            <span className={rows.name}>{nameOf(id)}</span>
            <IconButton size="small" label={t('workbench.removeOf', { name: nameOf(id) })} onClick={() => put(ids.filter((other) => other !== id))}>
              <X size={15} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        )}
      </SortableList>
      <Select
        className={css.add}
        value={null}
        options={free}
        showSearch={{ optionFilterProp: 'label' }}
        disabled={cards.length >= MOST}
        placeholder={t('workbench.add')}
        aria-label={t('workbench.add')}
        notFoundContent={t('workbench.noMore')}
        onSelect={(id: string | null) => id && put([...ids, id])}
      />
    </>
  );
}
