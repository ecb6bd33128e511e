/** Per object, which fields the role sees and changes. */
import { useState } from 'react';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGrantedObjects } from '@/api/meta';
import { kindOf } from '@/fields/registry';
import type { FieldRight } from '@/features/users/api';
import { Segmented } from '@/ui/Segmented';
import { fieldRight, scopeOf, setFieldRight, usualRight, type FieldRights, type Grants } from './rights';
import css from './FieldRightsTable.module.css';

const RIGHTS: FieldRight[] = ['hidden', 'masked', 'read', 'write'];

interface FieldRightsTableProps {
  fields: FieldRights;
  grants: Grants;
  onChange: (fields: FieldRights) => void;
}

const withNote = ({ data }: { data: { label: string; note: string | null } }) => (
  <span className={css.option}>
    {data.label}
    {data.note && <span>{data.note}</span>}
  </span>
);

export function FieldRightsTable({ fields, grants, onChange }: FieldRightsTableProps) {
  const { t } = useTranslation();
  const objects = useGrantedObjects();
  const [name, setName] = useState(objects[0]?.name ?? '');
  const object = objects.find((one) => one.name === name);
  const readable = scopeOf(grants, name, 'read') !== 'none';
  const limited = (one: string) => Object.keys(fields[one] ?? {}).length;
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <Select
          className={css.object}
          aria-label={t('settings.object')}
          value={name}
          showSearch={{ optionFilterProp: 'label' }}
          options={objects.map((one) => ({ value: one.name, label: one.label, note: limited(one.name) > 0 ? t('settings.limited', { count: limited(one.name) }) : null }))}
          optionRender={withNote}
          onChange={setName}
        />
        <p className={css.hint}>{t(readable ? 'settings.fieldRightsHint' : 'settings.notReadable')}</p>
      </div>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t('common.fieldName')}</th>
            <th className={css.right}>{t('settings.right')}</th>
          </tr>
        </thead>
        <tbody>
          {object?.fields.map((field) => {
            const Icon = kindOf(field).icon;
            const isName = field.name === object.name_field;
            return (
              <tr key={field.name}>
                <th scope="row">
                  <Icon size={15} strokeWidth={1.75} aria-hidden />
                  <span>{field.label}</span>
                </th>
                <td className={css.right}>
                  <Segmented<FieldRight>
                    small
                    label={t('settings.rightOf', { field: field.label })}
                    value={fieldRight(fields, object.name, field.name, usualRight(field))}
                    // Without its name a record can't be shown at all.
                    options={RIGHTS.filter((right) => !isName || right !== 'hidden').map((right) => ({ value: right, label: t(`settings.rights.${right}`) }))}
                    onChange={(right) => onChange(setFieldRight(fields, object.name, field.name, right, usualRight(field)))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
