/** The draft as people would see it: the form and the record page, with the field rights of a role. */
import { useMemo, useState } from 'react';
import { Modal, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { layoutFor } from '@/api/layout';
import { api } from '@/api/client';
import type { ObjectMeta, Page, RecordData } from '@/api/types';
import { FormField } from '@/features/form/FormField';
import { FormSections } from '@/features/form/FormSections';
import { formSections, startDraft } from '@/features/form/values';
import { TopCards } from '@/features/record/TopCards';
import { FieldPanel } from '@/features/record/FieldPanel';
import { Facts } from '@/features/record/Facts';
import { relationName, relationsOf, relationTitle, tabbedOf } from '@/features/record/related';
import type { RecordEdit } from '@/features/record/useRecordEdit';
import { fieldRight, usualRight } from '@/features/settings/rights';
import { rolesQuery, type FieldRight } from '@/features/users/api';
import { useMe, useObjects } from '@/api/meta';
import { nameOf } from '@/api/names';
import { currentLocale } from '@/i18n';
import { isEmpty } from '@/fields/types';
import { applyRules } from '@/rules/apply';
import { ObjectIcon } from '@/ui/icons';
import { Segmented } from '@/ui/Segmented';
import { layoutOf, previewOf, type LayoutDraft } from './draft';
import css from './Designer.module.css';

export interface PreviewDialogProps {
  object: ObjectMeta;
  draft: LayoutDraft;
  onClose: () => void;
}

const nothing = () => undefined;
/** A record that can only be looked at. */
const still = { refusals: {}, conflicts: {}, saving: new Set<string>(), blocked: null, wanted: null, doubt: null } as unknown as RecordEdit;

export function PreviewDialog({ object, draft, onClose }: PreviewDialogProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'form' | 'record'>('form');
  const { admin } = useMe();
  // Only administrators may read the roles and their rights.
  const [role, setRole] = useState<string | null>(admin ? (draft.roles[0] ?? null) : null);
  const roles = useQuery({ ...rolesQuery, enabled: admin }).data ?? [];
  const rights = roles.find((one) => one.id === role);
  const meta = useMemo(() => {
    const held: Record<string, FieldRight> = {};
    if (rights && !rights.admin) for (const field of object.fields) held[field.name] = fieldRight(rights.fields, object.name, field.name, usualRight(field));
    return previewOf(object, layoutOf(draft, currentLocale()), held);
  }, [object, draft, rights]);
  return (
    <Modal open width={860} title={t('layouts.preview')} footer={null} onCancel={onClose}>
      <div className={css.dialog}>
        <div className={css.previewBar}>
          <Segmented
            label={t('layouts.previewAs')}
            value={view}
            options={[
              { value: 'form', label: t('layouts.asForm') },
              { value: 'record', label: t('layouts.asRecord') },
            ]}
            onChange={setView}
          />
          {admin && (
            <Select
              aria-label={t('layouts.seenBy')}
              className={css.seenBy}
              value={role ?? ''}
              options={[{ value: '', label: t('layouts.seenByAll') }, ...roles.map((one) => ({ value: one.id, label: one.name }))]}
              onChange={(value) => setRole(value || null)}
            />
          )}
        </div>
        {view === 'form' ? <FormLook meta={meta} /> : <RecordLook meta={meta} />}
      </div>
    </Modal>
  );
}

/** Filled with the defaults; tabs and sections can be opened, nothing is saved. */
function FormLook({ meta }: { meta: ObjectMeta }) {
  const { t } = useTranslation();
  const me = useMe();
  const values = useMemo(() => startDraft(meta.fields, {}, me), [meta, me]);
  const ruling = applyRules(meta, values);
  const layout = layoutFor(meta, values);
  const sections = formSections(meta, layout, ruling.required)
    .map((section) => ({ ...section, fields: section.fields.filter((field) => !ruling.hidden.has(field.name)) }))
    .filter((section) => section.fields.length > 0);
  return (
    <section className={css.look} aria-label={t('layouts.asForm')}>
      <h2 className={css.lookTitle}>{t('form.newOf', { name: meta.label })}</h2>
      <FormSections sections={sections} tabs={layout.tabs ?? []}>
        {(field) => (
          <div key={field.name} className={css.inert} inert>
            <FormField field={field} value={values[field.name]} onChange={nothing} />
          </div>
        )}
      </FormSections>
    </section>
  );
}

/** In the place of a value that the role sees masked. */
const COVER = '\u2022\u2022\u2022\u2022';

/** The record as it is read with these field rights, and nothing that may be done with it: a look at a masked value is a deed. */
function lookAt(record: RecordData, meta: ObjectMeta): RecordData {
  const seen: RecordData = { ...record, can: [] };
  for (const field of meta.fields) if (field.access === 'masked' && !isEmpty(seen[field.name])) seen[field.name] = COVER;
  return seen;
}

/** The newest record there is. */
function RecordLook({ meta }: { meta: ObjectMeta }) {
  const { t } = useTranslation();
  const objects = useObjects();
  const query = useQuery({
    queryKey: ['designer', 'record', meta.name],
    queryFn: ({ signal }) => api.get<Page<RecordData>>(`/records/${meta.name}`, { query: { limit: 1, total: 'none' }, signal }),
    enabled: meta.actions.includes('read'),
  });
  const found = query.data?.items[0];
  if (!found) return <p className={css.note}>{t(query.isPending ? 'common.loading' : 'layouts.noRecord')}</p>;
  const record = lookAt(found, meta);
  const shown = relationsOf(meta, record, objects);
  const tabs = tabbedOf(meta, record, objects);
  return (
    <section className={css.look} data-record aria-label={t('layouts.asRecord')}>
      <div>
        <h2 className={css.lookTitle}>{nameOf(record, meta.name_field)}</h2>
        <div className={css.lookHead}>
          <Facts meta={meta} record={record} />
          {tabs.length > 0 && <p className={css.note}>{t('layouts.previewTabs', { names: tabs.map((one) => relationTitle(one, t)).join(t('common.comma')) })}</p>}
        </div>
        <TopCards meta={meta} record={record} edit={still} canEdit={false} arrivals={{}} />
        <FieldPanel meta={meta} record={record} edit={still} canEdit={false} />
      </div>
      {shown.length > 0 && (
        <ul className={css.cards} aria-label={t('layouts.related')}>
          {shown.map((relation) => (
            <li key={relationName(relation)} className={css.relation}>
              <ObjectIcon name={relation.object.icon} size={15} />
              <span className={css.label}>{relationTitle(relation, t)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
