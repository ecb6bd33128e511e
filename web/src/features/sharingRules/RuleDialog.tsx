/** A sharing rule is made or changed. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { Filter } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { later } from '@/ui/later';
import { Segmented } from '@/ui/Segmented';
import { Toggle } from '@/ui/Toggle';
import { toast } from '@/ui/toast';
import { useDraft, type DraftFaults } from '@/ui/useDraft';
import { idsOf, keysOf, NOBODY, useRuleCalls, type PartyIds, type RuleBody, type SharingRule } from './api';
import { PartySelect } from './PartySelect';
import css from './SharingRules.module.css';

const ConditionEditor = later(() => import('./ConditionEditor').then((module) => module.ConditionEditor));

const NAME_CHARS = 100;

interface Draft {
  name: string;
  object: string;
  by: 'owner' | 'condition';
  from: PartyIds;
  condition: Filter | null;
  to: PartyIds;
  level: 'read' | 'write';
  active: boolean;
}

type Faults = DraftFaults<Draft>;

const draftOf = (rule: SharingRule | null, object: string): Draft =>
  rule
    ? { ...rule, by: rule.condition ? 'condition' : 'owner', from: idsOf(rule.from), to: idsOf(rule.to) }
    : { name: '', object, by: 'owner', from: NOBODY, condition: null, to: NOBODY, level: 'read', active: true };

export function RuleDialog({ rule, onClose }: { rule: SharingRule | null; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useRuleCalls();
  const objects = useObjects().filter((object) => object.owned);
  const { draft, change: set, faults, setFaults, refused } = useDraft<Draft>(() => draftOf(rule, objects[0]?.name ?? ''));
  const meta = objects.find((one) => one.name === draft.object);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const missing: Faults = {};
    if (!draft.name.trim()) missing.name = t('shared.needName');
    if (draft.by === 'owner' && keysOf(draft.from).length === 0) missing.from = t('shared.needFrom');
    if (draft.by === 'condition' && !draft.condition) missing.condition = t('shared.needCondition');
    if (keysOf(draft.to).length === 0) missing.to = t('shared.needTo');
    setFaults(missing);
    if (Object.keys(missing).length > 0) return;
    const { name, object, by, from, condition, to, level, active } = draft;
    const which = by === 'condition' && condition ? { condition } : { from };
    const body: RuleBody = { name: name.trim(), object, ...which, to, level, active };
    setBusy(true);
    try {
      await (rule ? calls.change(rule.id, body) : calls.create(body));
      toast({ text: t('shared.saved', { name: body.name }) });
      onClose();
    } catch (error) {
      // A fault of a test names its field; it is told where the condition stands.
      if (!refused(error, 'condition')) toast({ text: reasonOf(error, t), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t(rule ? 'shared.change' : 'shared.new')} okText={t('common.save')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <div className={css.form}>
        <FormItem label={t('shared.name')} required error={faults.name}>
          {({ id, describedBy, invalid }) => (
            <Input id={id} maxLength={NAME_CHARS} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </FormItem>
        <FormItem label={t('shared.object')} required error={faults.object}>
          {({ id }) => (
            <Select id={id} className={css.full} value={draft.object} showSearch={{ optionFilterProp: 'label' }} options={objects.map((one) => ({ value: one.name, label: one.label }))} onChange={(object) => set({ object, condition: null })} />
          )}
        </FormItem>
        <FormItem label={t('shared.which')} group required error={draft.by === 'condition' ? faults.condition : undefined} hint={draft.by === 'condition' ? t('shared.conditionHint') : undefined}>
          {() => (
            <div className={css.condition}>
              <Segmented
                label={t('shared.which')}
                value={draft.by}
                options={(['owner', 'condition'] as const).map((value) => ({ value, label: t(`shared.by.${value}`) }))}
                onChange={(by) => set({ by })}
              />
              {draft.by === 'condition' && meta && <ConditionEditor key={draft.object} meta={meta} condition={draft.condition} onChange={(condition) => set({ condition })} />}
            </div>
          )}
        </FormItem>
        {draft.by === 'owner' && (
          <FormItem label={t('shared.from')} required error={faults.from} hint={t('shared.below')}>
            {(control) => <PartySelect {...control} value={draft.from} known={rule?.from ?? null} onChange={(from) => set({ from })} />}
          </FormItem>
        )}
        <FormItem label={t('shared.to')} required error={faults.to} hint={t('shared.toHint')}>
          {(control) => <PartySelect {...control} value={draft.to} known={rule?.to ?? null} onChange={(to) => set({ to })} />}
        </FormItem>
        <FormItem label={t('shared.level')} group hint={t(draft.level === 'write' ? 'shared.writeHint' : 'shared.readHint')}>
          {() => (
            <Segmented
              label={t('shared.level')}
              value={draft.level}
              options={(['read', 'write'] as const).map((value) => ({ value, label: t(`shared.levels.${value}`) }))}
              onChange={(level) => set({ level })}
            />
          )}
        </FormItem>
        <Toggle label={t('shared.active')} checked={draft.active} onChange={(active) => set({ active })} />
      </div>
    </FormModal>
  );
}

export function DropRule({ rule, onClose }: { rule: SharingRule; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useRuleCalls();
  const [busy, setBusy] = useState(false);
  const drop = async () => {
    setBusy(true);
    try {
      await calls.drop(rule.id);
      toast({ text: t('shared.dropped', { name: rule.name }) });
    } catch (error) {
      toast({ text: reasonOf(error, t), tone: 'bad' });
    }
    onClose();
  };
  return (
    <FormModal
      open
      title={t('shared.dropTitle', { name: rule.name })}
      okText={t('common.delete')}
      okButtonProps={{ danger: true, loading: busy }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => void drop()}
    >
      <p>{t('shared.dropText')}</p>
    </FormModal>
  );
}
