/** Properties of the section or tab that is chosen, else of the layout: who gets it, and which related lists it shows. */
import { Button, Input } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMe, useObjects } from '@/api/meta';
import type { ObjectMeta } from '@/api/types';
import { likelyHighlights } from '@/features/record/highlights';
import { relationName, relationsTo } from '@/features/record/related';
import { rolesQuery } from '@/features/users/api';
import { FormItem } from '@/ui/FormItem';
import { Segmented } from '@/ui/Segmented';
import { Toggle } from '@/ui/Toggle';
import { ManySelect } from '@/ui/ManySelect';
import { currentLocale } from '@/i18n';
import { LabelsInput } from '../LabelsInput';
import { OWN, type LayoutList } from './api';
import type { Chosen } from './Designer';
import { changeSection, layoutOf, type LayoutDraft, type SectionDraft } from './draft';
import { HighlightsEditor } from './HighlightsEditor';
import { RelatedEditor } from './RelatedEditor';
import css from './Designer.module.css';

export interface PropertiesProps {
  object: ObjectMeta;
  draft: LayoutDraft;
  list: LayoutList;
  /** Of the layout. */
  name: string;
  chosen: Chosen;
  change: (part: Partial<LayoutDraft>, step?: string | null) => void;
  onChoose: (chosen: Chosen) => void;
}

export function Properties(props: PropertiesProps) {
  const { t } = useTranslation();
  const { draft, chosen, change, onChoose } = props;
  const section = chosen && 'section' in chosen ? draft.sections.find((one) => one.id === chosen.section) : undefined;
  const tab = chosen && 'tab' in chosen ? draft.tabs.find((one) => one.id === chosen.tab) : undefined;
  return (
    <aside className={css.properties} aria-label={t('layouts.properties')}>
      {(section || tab) && (
        <Button type="text" size="small" className={css.back} icon={<ArrowLeft size={14} aria-hidden />} onClick={() => onChoose(null)}>
          {t('layouts.backToLayout')}
        </Button>
      )}
      {section && <OfSection key={section.id} section={section} change={(part, step) => change({ sections: changeSection(draft.sections, section.id, part) }, step)} />}
      {tab && (
        <FormItem label={t('layouts.tabName')} required>
          {(control) => (
            <LabelsInput
              control={control}
              name={t('layouts.tabName')}
              maxLength={40}
              value={tab.labels}
              onChange={(labels) => change({ tabs: draft.tabs.map((one) => (one.id === tab.id ? { ...one, labels } : one)) }, `tab ${tab.id}`)}
            />
          )}
        </FormItem>
      )}
      {!section && !tab && <OfLayout {...props} />}
    </aside>
  );
}

function OfSection({ section, change }: { section: SectionDraft; change: (part: Partial<SectionDraft>, step?: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <FormItem label={t('designer.sectionName')} required>
        {(control) => <LabelsInput control={control} name={t('designer.sectionName')} maxLength={40} value={section.labels} onChange={(labels) => change({ labels }, `section ${section.id}`)} />}
      </FormItem>
      <FormItem label={t('layouts.columns')} group hint={t('layouts.columnsHint')}>
        {() => (
          <Segmented
            label={t('layouts.columns')}
            value={String(section.columns)}
            options={[
              { value: '1', label: t('layouts.oneColumn') },
              { value: '2', label: t('layouts.twoColumns') },
            ]}
            onChange={(columns) => change({ columns: Number(columns) })}
          />
        )}
      </FormItem>
      <Toggle label={t('layouts.collapsed')} hint={t('layouts.collapsedHint')} checked={section.collapsed} onChange={(collapsed) => change({ collapsed })} />
      {section.tab === null && <Toggle label={t('layouts.card')} hint={t('layouts.cardHint')} checked={section.card} onChange={(card) => change({ card })} />}
    </>
  );
}

function OfLayout({ object, draft, list, name, change }: PropertiesProps) {
  const { t } = useTranslation();
  const { admin } = useMe();
  // Only administrators may read the roles; others choose among those that the layouts name.
  const read = useQuery({ ...rolesQuery, enabled: admin }).data;
  const known: { id: string; name: string | null }[] = read ?? list.items.flatMap((one) => one.roles);
  const roles = new Map<string, string | null>(known.map((role) => [role.id, role.name]));
  for (const id of draft.roles) if (!roles.has(id)) roles.set(id, null);
  const relations = relationsTo(object, useObjects());
  const all = relations.map(relationName);
  const type = list.type_field ? fieldOf(object, list.type_field) : undefined;
  return (
    <>
      {name === OWN ? (
        <p className={css.note}>{t('layouts.ownHint')}</p>
      ) : (
        <>
          <FormItem label={t('layouts.name')} required>
            {(control) => <LabelsInput control={control} name={t('layouts.name')} maxLength={60} value={draft.labels} onChange={(labels) => change({ labels }, 'labels')} />}
          </FormItem>
          <h2 className={css.subtitle}>{t('layouts.who')}</h2>
          <FormItem label={t('layouts.roles')} hint={admin ? undefined : t('layouts.rolesHint')}>
            {({ id, describedBy }) => (
              <ManySelect
                id={id}
                aria-describedby={describedBy}
                disabled={!admin && roles.size === 0}
                value={draft.roles}
                placeholder={t('layouts.everybody')}
                optionFilterProp="label"
                options={[...roles].map(([value, name]) => ({ value, label: name ?? t('layouts.goneRole') }))}
                onChange={(value: string[]) => change({ roles: value })}
              />
            )}
          </FormItem>
          {type ? (
            <FormItem label={t('layouts.typesOf', { field: type.label })}>
              {({ id }) => (
                <ManySelect
                  id={id}
                  value={draft.types}
                  placeholder={t('layouts.allTypes')}
                  optionFilterProp="label"
                  options={(type.options ?? []).map((option) => ({ value: option.name, label: option.label }))}
                  onChange={(value: string[]) => change({ types: value })}
                />
              )}
            </FormItem>
          ) : (
            <FormItem label={t('layouts.types')} hint={t('layouts.noTypes')}>
              {({ id }) => <Input id={id} disabled placeholder={t('layouts.allTypes')} />}
            </FormItem>
          )}
          <p className={css.note}>{t('layouts.whoHint')}</p>
        </>
      )}
      <HighlightsEditor object={object} value={draft.highlights} usual={likelyHighlights(object, layoutOf(draft, currentLocale()))} onChange={(highlights) => change({ highlights })} />
      {relations.length > 0 && (
        <>
          <RelatedEditor
            relations={relations}
            title={t('layouts.related')}
            usual={{ label: t('layouts.allRelated'), hint: t('layouts.allRelatedHint'), value: all }}
            value={draft.related}
            onChange={(related) => change({ related })}
          />
          <RelatedEditor
            relations={relations}
            title={t('layouts.relatedTabs')}
            usual={{ label: t('layouts.tabsAsRelated'), hint: t('layouts.tabsAsRelatedHint'), value: draft.related ?? all }}
            value={draft.related_tabs}
            onChange={(related_tabs) => change({ related_tabs })}
          />
        </>
      )}
    </>
  );
}
