/** A goal is made or changed. */
import { useState } from 'react';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import { reasonOf } from '@/api/reason';
import type { Field, ObjectMeta } from '@/api/types';
import { ConditionEditor } from '@/features/sharingRules/ConditionEditor';
import { FormItem } from '@/ui/FormItem';
import { FormModal } from '@/ui/FormModal';
import { Segmented } from '@/ui/Segmented';
import { toast } from '@/ui/toast';
import { useDraft, type DraftFaults } from '@/ui/useDraft';
import { useGoalCalls, type Goal, type GoalBody } from './api';
import css from './Settings.module.css';

const NAME_CHARS = 60;
const MEASURES = ['sum', 'count'] as const;
const CYCLES = ['month', 'quarter', 'year'] as const;

type Faults = DraftFaults<GoalBody>;

const sums = ({ kind }: Field) => kind === 'integer' || kind === 'decimal' || kind === 'money';
const dates = ({ kind }: Field) => kind === 'date' || kind === 'datetime';

/** What goes with another object: its first amount, and the day on which records are made. */
function of(meta: ObjectMeta | undefined): Pick<GoalBody, 'object' | 'measure' | 'field' | 'date' | 'filter'> {
  const field = meta?.fields.find(({ kind }) => kind === 'money') ?? meta?.fields.find(sums);
  return { object: meta?.name ?? '', measure: field ? 'sum' : 'count', field: field?.name ?? null, date: 'created_at', filter: null };
}

function draftOf(goal: Goal | null, meta: ObjectMeta | undefined): GoalBody {
  if (!goal) return { name: '', cycle: 'month', ...of(meta) };
  const { name, object, measure, field, date, filter, cycle } = goal;
  return { name, object, measure, field, date, filter, cycle };
}

export function GoalDialog({ goal, onClose }: { goal: Goal | null; onClose: () => void }) {
  const { t } = useTranslation();
  const calls = useGoalCalls();
  const objects = useObjects().filter((object) => object.owned);
  const usual = objects.find((object) => object.fields.some(({ kind }) => kind === 'money')) ?? objects[0];
  const { draft, change, faults, setFaults, refused } = useDraft<GoalBody>(() => draftOf(goal, usual));
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const missing: Faults = {};
    if (!draft.name.trim()) missing.name = t('goals.needName');
    if (draft.measure === 'sum' && !draft.field) missing.field = t('goals.needField');
    setFaults(missing);
    if (Object.keys(missing).length > 0) return;
    const { object, cycle, ...rest } = { ...draft, name: draft.name.trim(), field: draft.measure === 'sum' ? draft.field : null };
    setBusy(true);
    try {
      await (goal ? calls.change(goal, rest) : calls.create({ ...rest, object, cycle }));
      toast({ text: t('goals.saved', { name: rest.name }) });
      onClose();
    } catch (error) {
      if (!refused(error, 'filter')) toast({ text: reasonOf(error, t), tone: 'bad' });
      setBusy(false);
    }
  };
  return (
    <FormModal open title={t(goal ? 'goals.change' : 'goals.new')} okText={t('common.save')} cancelText={t('common.cancel')} confirmLoading={busy} onCancel={onClose} onOk={() => void save()}>
      <div className={css.form}>
        <FormItem label={t('goals.name')} required error={faults.name}>
          {({ id, describedBy, invalid }) => (
            <Input id={id} autoFocus maxLength={NAME_CHARS} placeholder={t('goals.nameHint')} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          )}
        </FormItem>
        {goal ? (
          <Fixed goal={goal} objects={objects} />
        ) : (
          <>
            <FormItem label={t('goals.object')} required error={faults.object} hint={t('goals.fixed')}>
              {({ id }) => (
                <Select id={id} className={css.full} value={draft.object} showSearch={{ optionFilterProp: 'label' }} options={objects.map((one) => ({ value: one.name, label: one.label }))} onChange={(object) => change(of(objects.find((one) => one.name === object)))} />
              )}
            </FormItem>
            <FormItem label={t('goals.cycle')} group hint={t('goals.fixed')}>
              {() => <Segmented label={t('goals.cycle')} value={draft.cycle} options={CYCLES.map((value) => ({ value, label: t(`goals.cycles.${value}`) }))} onChange={(cycle) => change({ cycle })} />}
            </FormItem>
          </>
        )}
        <Rule draft={draft} faults={faults} meta={objects.find((one) => one.name === draft.object)} onChange={change} />
      </div>
    </FormModal>
  );
}

/** What amounts hang on stays as it was made. */
function Fixed({ goal, objects }: { goal: Goal; objects: ObjectMeta[] }) {
  const { t } = useTranslation();
  const object = objects.find((one) => one.name === goal.object)?.label ?? goal.object;
  return (
    <FormItem label={t('goals.objectAndCycle')} group hint={t('goals.fixed')}>
      {() => (
        <span>
          {object} · {t(`goals.cycles.${goal.cycle}`)}
        </span>
      )}
    </FormItem>
  );
}

interface RuleProps {
  draft: GoalBody;
  faults: Faults;
  meta: ObjectMeta | undefined;
  onChange: (change: Partial<GoalBody>) => void;
}

/** What is counted, of which records, by which date. */
function Rule({ draft, faults, meta, onChange }: RuleProps) {
  const { t } = useTranslation();
  const options = (fits: (field: Field) => boolean) => (meta?.fields ?? []).filter((field) => fits(field) && field.access !== 'masked').map((field) => ({ value: field.name, label: field.label }));
  return (
    <>
      <FormItem label={t('goals.measure')} group error={faults.measure}>
        {() => <Segmented label={t('goals.measure')} value={draft.measure} options={MEASURES.map((value) => ({ value, label: t(`goals.measures.${value}`) }))} onChange={(measure) => onChange({ measure })} />}
      </FormItem>
      {draft.measure === 'sum' && (
        <FormItem label={t('goals.field')} required error={faults.field}>
          {({ id, describedBy, invalid }) => (
            <Select id={id} className={css.full} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.field} showSearch={{ optionFilterProp: 'label' }} options={options(sums)} onChange={(field: string) => onChange({ field })} />
          )}
        </FormItem>
      )}
      <FormItem label={t('goals.date')} required error={faults.date} hint={t('goals.dateHint')}>
        {({ id, describedBy, invalid }) => (
          <Select id={id} className={css.full} aria-describedby={describedBy} status={invalid ? 'error' : undefined} value={draft.date} showSearch={{ optionFilterProp: 'label' }} options={options(dates)} onChange={(date: string) => onChange({ date })} />
        )}
      </FormItem>
      {meta && (
        <FormItem label={t('goals.filter')} group error={faults.filter} hint={t('goals.filterHint')}>
          {() => <ConditionEditor key={draft.object} meta={meta} condition={draft.filter} every onChange={(filter) => onChange({ filter })} />}
        </FormItem>
      )}
    </>
  );
}
