/** Which cards stand on the workbench, and in which order: by mouse, by touch, by keyboard. */
import { useState } from 'react';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { usePreferences, type WorkbenchCard } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import { navigationGroups } from '@/app/shell/navigation';
import { savePreferences } from '@/features/favourites/favour';
import { viewsQuery } from '@/features/views/api';
import { IconButton } from '@/ui/IconButton';
import { Notice } from '@/ui/Notice';
import { Handle, SortableList } from '@/ui/sortable';
import { toast } from '@/ui/toast';
import { cardId, countedObjects, dueObjects, funnelObjects, MOST, usualCards } from './cards';
import css from './workbench.module.css';

interface Choice {
  card: WorkbenchCard;
  label: string;
}

/** All cards that there could be, in groups. */
function useChoices(): { label: string; choices: Choice[] }[] {
  const { t } = useTranslation();
  const objects = useObjects();
  const named = navigationGroups(objects).flatMap((group) => group.objects);
  const views = useQueries({ queries: named.map((meta) => viewsQuery(meta.name)) });
  const own: Choice[] = [
    ...(dueObjects(objects).length > 0 ? [{ card: { kind: 'today' as const }, label: t('workbench.today') }] : []),
    ...(countedObjects(objects).length > 0 ? [{ card: { kind: 'figures' as const }, label: t('workbench.figures') }] : []),
    { card: { kind: 'recent' }, label: t('workbench.recent') },
    ...funnelObjects(objects).map((meta): Choice => ({ card: { kind: 'funnel', object: meta.name }, label: t('workbench.funnelOf', { name: meta.plural }) })),
  ];
  const ofViews = named.map((meta, at) => ({
    label: t('workbench.viewsOf', { name: meta.plural }),
    choices: (views[at]?.data?.items ?? []).filter((view) => !view.problem).map((view): Choice => ({ card: { kind: 'view', object: meta.name, id: view.id }, label: view.name })),
  }));
  return [{ label: t('workbench.cards'), choices: own }, ...ofViews].filter((group) => group.choices.length > 0);
}

export default function ArrangeCards({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const objects = useObjects();
  const { workbench } = usePreferences();
  const groups = useChoices();
  const usual = usualCards(objects);
  // Null is as usual, also when more becomes usual one day.
  const [draft, setDraft] = useState(workbench);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const cards = draft ?? usual;
  const all = groups.flatMap((group) => group.choices);
  const nameOf = (id: string) => all.find((choice) => cardId(choice.card) === id)?.label ?? t('workbench.view');
  const byId = (id: string) => [...cards, ...all.map((choice) => choice.card)].find((card) => cardId(card) === id);
  const ids = cards.map(cardId);
  const free = groups
    .map(({ label, choices }) => ({ label, options: choices.filter(({ card }) => !ids.includes(cardId(card))).map((choice) => ({ value: cardId(choice.card), label: choice.label })) }))
    .filter((group) => group.options.length > 0);
  const put = (next: string[]) => setDraft(next.flatMap((id) => byId(id) ?? []));

  const save = async () => {
    setBusy(true);
    try {
      await savePreferences(queryClient, { workbench: draft });
      toast({ text: t('workbench.saved') });
      onClose();
    } catch (cause) {
      setError(reasonOf(cause, t));
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={t('workbench.arrange')}
      onCancel={onClose}
      footer={
        <div className={css.foot}>
          <Button type="text" disabled={draft === null} onClick={() => setDraft(null)}>
            {t('workbench.reset')}
          </Button>
          <span className={css.gap} />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </div>
      }
    >
      {error && <Notice tone="bad" alert title={error} />}
      <SortableList ids={ids} nameOf={nameOf} onChange={put}>
        {(id, bind) => (
          <div className={css.choice}>
            <Handle label={t('workbench.dragOf', { name: nameOf(id) })} bind={bind} />
            <span className={css.name}>{nameOf(id)}</span>
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
    </Modal>
  );
}
