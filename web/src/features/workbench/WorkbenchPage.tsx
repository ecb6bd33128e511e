/** 个性化工作台: what a person begins the day with, in cards that they arrange themselves. */
import { useState } from 'react';
import { Button } from 'antd';
import { Footprints, LayoutDashboard, SlidersHorizontal } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe, useObjects } from '@/api/meta';
import { usePreferences } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import type { Me, WorkbenchCard } from '@/api/types';
import { useFormatContext } from '@/fields/context';
import { wallOf } from '@/fields/format/date';
import { savePreferences } from '@/features/favourites/favour';
import { loadTexts } from '@/i18n/texts';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { useIsPhone } from '@/ui/media';
import { Segmented } from '@/ui/Segmented';
import { Sheet } from '@/ui/Sheet';
import { StateView } from '@/ui/States';
import { isString, readStored, writeStored } from '@/ui/storage';
import { toast } from '@/ui/toast';
import { useTitle } from '@/ui/useTitle';
import { AnnouncementsCard } from './AnnouncementsCard';
import { cardId, isShown, usualCards, type Scope } from './cards';
import { FiguresCard } from './FiguresCard';
import { FunnelCard } from './FunnelCard';
import { GoalsCard } from './GoalsCard';
import { RecentCard } from './RecentCard';
import { TodayCard } from './TodayCard';
import { ViewCard } from './ViewCard';
import css from './workbench.module.css';

const ArrangeCards = later(async () => (await import('./ArrangeCards')).default);

const StepsCard = later(async () => {
  const [module] = await Promise.all([import('@/features/steps/StepsCard'), loadTexts(['steps'])]);
  return module.StepsCard;
});

const SCOPE = 'workbench.scope';

function Shown({ card, scope, placed, onAll }: { card: WorkbenchCard; scope: Scope; placed: boolean; onAll: () => void }) {
  const meta = useObjects().find((object) => object.name === card.object);
  if (card.kind === 'today') return <TodayCard scope={scope} />;
  if (card.kind === 'figures') return <FiguresCard scope={scope} onAll={onAll} />;
  if (card.kind === 'recent') return <RecentCard />;
  if (card.kind === 'announcements') return <AnnouncementsCard usual={!placed} />;
  if (card.kind === 'goals') return <GoalsCard usual={!placed} />;
  if (!meta) return null;
  return card.kind === 'funnel' ? <FunnelCard meta={meta} scope={scope} /> : <ViewCard meta={meta} id={card.id ?? ''} />;
}

/** The part of the day, by the person's own clock. */
const partOfDay = (hour: number) => (hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening');

/** As it was left; whoever looks after others' work begins with everyone's. */
function scopeAtFirst(me: Me): Scope {
  const left = readStored(SCOPE, isString);
  if (left === 'mine' || left === 'all') return left;
  return me.admin || me.superior ? 'all' : 'mine';
}

export function WorkbenchPage() {
  const { t } = useTranslation();
  const me = useMe();
  const phone = useIsPhone();
  const objects = useObjects();
  const context = useFormatContext();
  const { workbench, steps } = usePreferences();
  const queryClient = useQueryClient();
  const [stepping, setStepping] = useState(false);
  const [arranging, setArranging] = useState(false);
  const [scope, setScope] = useState<Scope>(() => scopeAtFirst(me));
  useTitle(t('shell.home'));
  const cards = (workbench ?? me.arrangement?.workbench ?? usualCards(objects)).filter((card) => isShown(card, objects));
  const now = wallOf(context.now, context.zone);
  const date = new Intl.DateTimeFormat(context.locale, { month: 'long', day: 'numeric', weekday: 'long', timeZone: context.zone });
  const choose = (next: Scope) => {
    setScope(next);
    writeStored(SCOPE, next);
  };
  const arrange = () => setArranging(true);
  return (
    <Sheet
      title={t(`workbench.greeting.${partOfDay(now.hour)}`, { name: me.name })}
      meta={phone ? undefined : date.format(context.now)}
      actions={
        <>
          <Segmented
            label={t('workbench.scope')}
            small
            value={scope}
            options={[
              { value: 'mine', label: t('workbench.mine') },
              { value: 'all', label: t('workbench.everyones') },
            ]}
            onChange={choose}
          />
          {!me.viewing && (
            <IconButton
              label={t('workbench.steps')}
              onClick={() => {
                setStepping(true);
                if (steps.away) savePreferences(queryClient, { steps: { ...steps, away: false } }).catch((error) => toast({ text: reasonOf(error, t), tone: 'bad' }));
              }}
            >
              <Footprints size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
          {!me.viewing && (
            <IconButton label={t('workbench.arrange')} onClick={arrange}>
              <SlidersHorizontal size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
        </>
      }
    >
      {!me.viewing && !steps.away && (
        <div className={css.steps}>
          <StepsCard asked={stepping} onAway={() => setStepping(false)} />
        </div>
      )}
      {cards.length === 0 ? (
        <StateView icon={LayoutDashboard} title={t('workbench.empty')} hint={t('workbench.emptyHint')}>
          <Button type="primary" onClick={arrange}>
            {t('workbench.arrange')}
          </Button>
        </StateView>
      ) : (
        <div className={css.cards}>
          {cards.map((card) => (
            <Shown key={cardId(card)} card={card} scope={scope} placed={workbench !== null} onAll={() => choose('all')} />
          ))}
        </div>
      )}
      {arranging && <ArrangeCards onClose={() => setArranging(false)} />}
    </Sheet>
  );
}
