/** How a computed field is computed: a formula, a field through a reference, or a figure over related records. */
import { useState } from 'react';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useObjects } from '@/api/meta';
import type { Kind, ObjectMeta } from '@/api/types';
import { FilterBar } from '@/features/list/FilterBar';
import { targetOf } from '@/fields/shared/target';
import { Floating } from '@/ui/Floating';
import { FormItem } from '@/ui/FormItem';
import { Notice } from '@/ui/Notice';
import { Toggle } from '@/ui/Toggle';
import { operatorsOf } from '../rules/RulesSettings';
import type { FieldDraft } from '../draft';
import { lineSourcesOf, sourcesOf, type ComputedDraft, type LookupDraft, type RollupDraft } from './draft';
import { FormulaEditor } from './FormulaEditor';
import { FieldPick } from './PickLists';
import css from './computed.module.css';

export interface ComputedSettingsProps {
  object: ObjectMeta;
  draft: FieldDraft & { computed: ComputedDraft };
  onChange: (part: Partial<FieldDraft>) => void;
  fault: (property: string) => string | undefined;
  editing: boolean;
}

export function ComputedSettings({ object, draft, onChange, fault, editing }: ComputedSettingsProps) {
  const { t } = useTranslation();
  const { computed } = draft;
  const change = (part: Partial<ComputedDraft>) => onChange({ computed: { ...computed, ...part } as ComputedDraft });
  const wrong = fault('computed') ?? fault(computed.by);
  return (
    <>
      {computed.by === 'formula' && (
        <>
          <FormulaEditor object={object} value={computed.formula} error={wrong} onChange={(formula) => change({ formula })} />
          {!editing && <Toggle label={t('designer.asPercent')} hint={t('designer.asPercentHint')} checked={computed.percent} onChange={(percent) => change({ percent })} />}
        </>
      )}
      {computed.by === 'lookup' && <Lookup object={object} draft={computed} error={wrong} onChange={change} />}
      {computed.by === 'rollup' && <Rollup object={object} draft={computed} error={wrong} onChange={change} editing={editing} />}
      <Notice tone="info">{t(editing ? 'designer.computedEditNote' : 'designer.computedNote')}</Notice>
    </>
  );
}

interface PartProps<D> {
  object: ObjectMeta;
  draft: D;
  error: string | undefined;
  onChange: (part: Partial<D>) => void;
}

function Lookup({ object, draft, error, onChange }: PartProps<LookupDraft>) {
  const { t } = useTranslation();
  const objects = useObjects();
  const [open, setOpen] = useState(false);
  let here: ObjectMeta | undefined = object;
  const labels = draft.path.split('.').map((name) => {
    const field = here?.fields.find((one) => one.name === name || one.label === name);
    here = field && objects.find((one) => one.name === targetOf(field));
    return field?.label ?? name;
  });
  return (
    <FormItem label={t('designer.lookup')} required error={error} hint={t('designer.lookupHint')}>
      {({ id, describedBy }) => (
        <Floating
          open={open}
          onOpenChange={setOpen}
          title={t('designer.lookup')}
          width={320}
          content={
            <FieldPick
              object={object}
              referencesOnly
              onPick={(path) => {
                onChange({ path });
                setOpen(false);
              }}
            />
          }
        >
          <Button id={id} aria-describedby={describedBy} block className={css.choose}>
            {draft.path ? labels.join(' → ') : t('designer.chooseField')}
          </Button>
        </Floating>
      )}
    </FormItem>
  );
}

const SUMMED: Kind[] = ['integer', 'decimal', 'money', 'percent'];
const ORDERED: Kind[] = [...SUMMED, 'date', 'datetime'];
const FIGURES = ['count', 'sum', 'avg', 'min', 'max'] as const;

function Rollup({ object, draft, error, onChange, editing }: PartProps<RollupDraft> & { editing: boolean }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const sources = sourcesOf(object, objects);
  const tables = lineSourcesOf(object);
  const source = sources.find((one) => one.value === draft.source);
  const table = tables.find((one) => one.value === draft.source);
  const kinds = draft.fn === 'min' || draft.fn === 'max' ? ORDERED : SUMMED;
  const fields = (table?.field.columns ?? source?.object.fields)?.filter((field) => kinds.includes(field.kind) && !(field.system && field.name === 'version')) ?? [];
  const twice = (name: string) => sources.filter((one) => one.object.name === name).length > 1;
  if (sources.length + tables.length === 0) return <Notice tone="warn" title={t('designer.noSources')}>{t('designer.noSourcesHint', { object: object.label })}</Notice>;
  return (
    <>
      <FormItem label={t('designer.rollupOf')} required error={error} hint={t('designer.rollupHint', { object: object.label })}>
        {({ id, describedBy, invalid }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            status={invalid ? 'error' : undefined}
            placeholder={t('fields.choose')}
            value={draft.source || undefined}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              ...tables.map((one) => ({ value: one.value, label: t('designer.linesOf', { name: one.field.label }) })),
              ...sources.map((one) => ({ value: one.value, label: twice(one.object.name) ? `${one.object.plural} · ${one.via.label}` : one.object.plural })),
            ]}
            onChange={(value: string) => onChange({ source: value, field: '', tests: [] })}
          />
        )}
      </FormItem>
      <div className={css.two}>
        <FormItem label={t('designer.figure')}>
          {({ id }) => (
            <Select id={id} disabled={editing} value={draft.fn} options={FIGURES.map((fn) => ({ value: fn, label: t(`designer.figures.${fn}`) }))} onChange={(fn: RollupDraft['fn']) => onChange({ fn, field: '' })} />
          )}
        </FormItem>
        {draft.fn !== 'count' && (
          <FormItem label={t('designer.figureOf')} required>
            {({ id }) => (
              <Select
                id={id}
                placeholder={t('fields.choose')}
                value={draft.field || undefined}
                options={fields.map((field) => ({ value: field.name, label: field.label }))}
                onChange={(field: string) => onChange({ field })}
              />
            )}
          </FormItem>
        )}
      </div>
      {source && (
        <FormItem group label={t('designer.rollupFilter')} hint={t('designer.rollupFilterHint')}>
          {() => <FilterBar meta={source.object} chips={draft.tests} operatorsOf={operatorsOf} onChange={(tests) => onChange({ tests })} />}
        </FormItem>
      )}
    </>
  );
}
