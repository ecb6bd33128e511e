/** Sharing rules: whose records reach whom beyond owner, roles and teams. */
import { useState } from 'react';
import { Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight, Pencil, Plus, Share2, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { useFormatContext } from '@/fields/context';
import { conditionWords } from '@/features/sharing/conditionWords';
import { departmentsQuery, usersQuery } from '@/features/users/api';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Sheet } from '@/ui/Sheet';
import { Bars, ErrorState, StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { useTitle } from '@/ui/useTitle';
import { GROUPS, rulesQuery, type Party, type SharingRule } from './api';
import css from './SharingRules.module.css';

const RuleDialog = later(() => import('./RuleDialog').then((module) => module.RuleDialog));
const DropRule = later(() => import('./RuleDialog').then((module) => module.DropRule));

type Open = { kind: 'edit'; rule: SharingRule | null } | { kind: 'drop'; rule: SharingRule } | null;

export function SharingRules() {
  const { t } = useTranslation();
  useTitle(t('shared.title'));
  const query = useQuery(rulesQuery);
  const [open, setOpen] = useState<Open>(null);
  const rules = query.data ?? [];
  const create = (
    <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'edit', rule: null })}>
      {t('shared.new')}
    </Button>
  );
  return (
    <Sheet title={t('shared.title')} meta={rules.length > 0 && rules.length} actions={rules.length > 0 && create} busy={query.isFetching && !query.isPending}>
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Bars rows={4} />
      ) : rules.length === 0 ? (
        <StateView icon={Share2} title={t('shared.none')} hint={t('shared.hint')}>
          {create}
        </StateView>
      ) : (
        <>
          <p className={css.hint}>{t('shared.hint')}</p>
          <ul className={css.list}>
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} onOpen={setOpen} />
            ))}
          </ul>
        </>
      )}
      {open?.kind === 'edit' && <RuleDialog rule={open.rule} onClose={() => setOpen(null)} />}
      {open?.kind === 'drop' && <DropRule rule={open.rule} onClose={() => setOpen(null)} />}
    </Sheet>
  );
}

function RuleRow({ rule, onOpen }: { rule: SharingRule; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const object = useObjects().find((one) => one.name === rule.object);
  const context = useFormatContext();
  const people = useQuery({ ...usersQuery, enabled: rule.condition !== null });
  const departments = useQuery({ ...departmentsQuery, enabled: rule.condition !== null });
  const named = (_object: string, id: string) => [...(people.data ?? []), ...(departments.data ?? [])].find((one) => one.id === id)?.name ?? '…';
  const names = (party: Party) => GROUPS.flatMap((group) => party[group].map((one) => one.name)).join(t('common.comma'));
  const whose = rule.condition && object ? conditionWords(rule.condition, object, context, named) : names(rule.from);
  return (
    <li className={css.row} data-off={!rule.active || undefined}>
      <span className={css.icon} aria-hidden>
        <Share2 size={16} strokeWidth={1.75} />
      </span>
      <span className={css.what}>
        <span className={css.name}>{rule.name}</span>
        <span className={css.meta}>{object?.label ?? rule.object}</span>
      </span>
      <span className={css.way}>
        <span title={whose}>{whose}</span>
        <ArrowRight size={14} aria-label={t('shared.arrow')} />
        <span title={names(rule.to)}>{names(rule.to)}</span>
      </span>
      <span className={css.level}>{rule.active ? <Tag tone={rule.level === 'write' ? 'warn' : 'info'}>{t(`shared.levels.${rule.level}`)}</Tag> : <Tag>{t('shared.off')}</Tag>}</span>
      <span className={css.acts}>
        <IconButton label={t('shared.changeOf', { name: rule.name })} onClick={() => onOpen({ kind: 'edit', rule })}>
          <Pencil size={15} aria-hidden />
        </IconButton>
        <IconButton label={t('shared.dropOf', { name: rule.name })} onClick={() => onOpen({ kind: 'drop', rule })}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </span>
    </li>
  );
}
