/** The first steps as a card: what is done, what is next and where, what is left out; to be put away as a whole. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, ChevronRight, Circle, Footprints, Minus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/api/preferences';
import { reasonOf } from '@/api/reason';
import { savePreferences } from '@/features/favourites/favour';
import { Card } from '@/features/workbench/Card';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { useSteps, type Step } from './steps';
import css from './steps.module.css';

/** `asked`: shown even when all is done. */
export function StepsCard({ asked, onAway }: { asked: boolean; onAway: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { steps: kept } = usePreferences();
  const steps = useSteps();
  if (!steps) return null;
  const left = (step: Step) => !step.done && kept.left.includes(step.name);
  const open = steps.filter((step) => !step.done && !left(step));
  if (open.length === 0 && !asked) return null;
  const keep = async (change: Partial<typeof kept>) => {
    try {
      await savePreferences(queryClient, { steps: { ...kept, ...change } });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
  };
  return (
    <Card
      wide
      title={t('steps.title')}
      icon={<Footprints size={16} strokeWidth={1.75} aria-hidden />}
      meta={t('steps.done', { done: steps.filter((step) => step.done).length, total: steps.length })}
      actions={
        <IconButton
          label={t('steps.away')}
          onClick={() => {
            onAway();
            void keep({ away: true });
            toast({ text: t('steps.awayTold') });
          }}
        >
          <X size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      }
    >
      <ul className={css.list}>
        {steps.map((step) => (
          <Row
            key={step.name}
            step={step}
            left={left(step)}
            onLeave={(leave) => void keep({ left: leave ? [...kept.left, step.name] : kept.left.filter((name) => name !== step.name) })}
          />
        ))}
      </ul>
    </Card>
  );
}

function Row({ step, left, onLeave }: { step: Step; left: boolean; onLeave: (leave: boolean) => void }) {
  const { t } = useTranslation();
  const name = t(`steps.${step.name}`, { object: step.object?.label ?? '' });
  const state = step.done ? 'done' : left ? 'left' : 'open';
  const Icon = { done: Check, left: Minus, open: Circle }[state];
  return (
    <li className={css.step} data-state={state}>
      <span className={css.mark}>
        <Icon size={14} strokeWidth={2} aria-label={t(`steps.state.${state}`)} />
      </span>
      <Link to={step.to} className={css.link}>
        <span className={css.words}>
          <span className={css.name}>{name}</span>
          {state === 'open' && <span className={css.hint}>{t(`steps.hint.${step.name}`)}</span>}
        </span>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </Link>
      {state !== 'done' && (
        <button type="button" className={css.leave} aria-label={t(left ? 'steps.takeOf' : 'steps.leaveOf', { name })} onClick={() => onLeave(!left)}>
          {t(left ? 'steps.take' : 'steps.leave')}
        </button>
      )}
    </li>
  );
}
