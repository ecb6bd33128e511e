/** Names, picture and place in the navigation of an object that exists. */
import { useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { FormItem } from '@/ui/FormItem';
import { hasLabel } from './draft';
import { GROUPS, ObjectForm, type ObjectDraft } from './ObjectForm';
import { SaveBar } from './SaveBar';
import { useSaver } from './useSaver';
import css from './ColumnsEditor.module.css';
import own from './ObjectSettings.module.css';

interface Draft extends ObjectDraft {
  /** The choice whose options are the stages of a record. */
  stage: string | null;
}

const draftOf = (object: ObjectMeta): Draft => ({
  name: object.name,
  labels: object.labels,
  plurals: object.plurals,
  icon: object.icon,
  color: object.color,
  group: GROUPS.includes(object.group) ? object.group : 'sales',
  owned: object.owned,
  inNavigation: object.nav !== null,
  stage: object.stage_field,
});

/** New entries go to the end of their group. */
const LAST_PLACE = 90;

/** A stage that was just chosen stands beside the name in lists; whoever doesn't want it there takes it out again. */
function withStage({ list_columns: columns, stage_field: before }: ObjectMeta, stage: string | null): string[] | undefined {
  if (!stage || stage === before || columns.includes(stage)) return undefined;
  return [...columns.slice(0, 1), stage, ...columns.slice(1)];
}

export function ObjectSettings({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [basis, setBasis] = useState({ version: object.version, draft: draftOf(object) });
  const [draft, setDraft] = useState(basis.draft);
  const saver = useSaver(object, basis.version);
  const dirty = JSON.stringify(draft) !== JSON.stringify(basis.draft);
  const nameless = !hasLabel(draft.labels);

  const start = (fresh: ObjectMeta) => {
    const next = { version: fresh.version, draft: draftOf(fresh) };
    setBasis(next);
    setDraft(next.draft);
    saver.forget();
  };
  const save = async (force: boolean) => {
    if (nameless) return;
    const { labels, icon, color, group, inNavigation, stage } = draft;
    const plurals = { ...draft.plurals, 'zh-CN': labels['zh-CN'] };
    const nav = inNavigation ? (object.nav ?? LAST_PLACE) : null;
    const columns = withStage(object, stage);
    const saved = await saver.save({ labels, plurals, icon, color, group: object.group === 'admin' ? undefined : group, nav, stage_field: stage, list_columns: columns }, force);
    if (saved) start(saved);
  };
  if (!dirty && object.version !== basis.version && !saver.refusal) start(object);
  return (
    <div className={css.page}>
      <div className={css.scroll}>
        <div className={own.form}>
          <ObjectForm creating={false} draft={draft} errors={nameless ? { labels: t('designer.fault.required') } : {}} onChange={(part) => setDraft((before) => ({ ...before, ...part }))} />
          <StageField object={object} value={draft.stage} onChange={(stage) => setDraft((before) => ({ ...before, stage }))} />
          <dl className={own.facts}>
            <dt>{t('designer.apiName')}</dt>
            <dd>
              <code>{object.name}</code>
            </dd>
            <dt>{t('designer.origin')}</dt>
            <dd>{t(object.custom ? 'designer.own' : 'designer.standard')}</dd>
            <dt>{t('designer.owned')}</dt>
            <dd>{t(object.owned ? 'common.yes' : 'common.no')}</dd>
          </dl>
        </div>
      </div>
      <SaveBar dirty={dirty} saving={saver.saving} refusal={saver.refusal} onSave={() => void save(false)} onForce={() => void save(true)} onRevert={() => start(object)} />
    </div>
  );
}

/** Which choice is drawn as the path of a record, and parts boards and funnels. */
function StageField({ object, value, onChange }: { object: ObjectMeta; value: string | null; onChange: (stage: string | null) => void }) {
  const { t } = useTranslation();
  const choices = object.fields.filter((field) => field.kind === 'choice' && !field.computed);
  return (
    <FormItem label={t('designer.stageField')} hint={t(choices.length > 0 ? 'designer.stageHint' : 'designer.stageNone')}>
      {({ id, describedBy }) => (
        <Select
          id={id}
          aria-describedby={describedBy}
          value={value}
          disabled={choices.length === 0}
          options={[{ value: null, label: t('designer.noStage') }, ...choices.map(({ name, label }) => ({ value: name, label }))]}
          onChange={onChange}
        />
      )}
    </FormItem>
  );
}
