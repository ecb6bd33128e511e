/** The fields of an object: kind, rules, and what may be done with each. */
import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { Ellipsis, Lock, Pencil, Plus, SearchX, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import { useObjects } from '@/api/meta';
import { kindOf } from '@/fields/registry';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { StateView } from '@/ui/States';
import { Tag } from '@/ui/Tag';
import { SearchBox } from '@/ui/SearchBox';
import { Unseen } from '@/ui/Unseen';
import { currentLocale } from '@/i18n';
import css from './FieldTable.module.css';

const FieldDrawer = later(() => import('./FieldDrawer').then((module) => module.default));
const Recalculating = later(() => import('./computed/Recalculating').then((module) => module.Recalculating));
const DropField = later(() => import('./DropField').then((module) => module.DropField));

type Open = { kind: 'new' } | { kind: 'edit'; field: Field } | { kind: 'drop'; field: Field } | null;

export function FieldTable({ object, field: asked }: { object: ObjectMeta; /** The field that a link leads to. */ field?: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>(() => {
    const field = object.fields.find((one) => one.name === asked && !one.system);
    return field ? { kind: 'edit', field } : null;
  });
  const [words, setWords] = useState('');
  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return wanted ? object.fields.filter((field) => [field.name, field.label, ...Object.values(field.labels)].some((text) => text?.toLowerCase().includes(wanted))) : object.fields;
  }, [object.fields, words]);
  return (
    <>
      <div className={css.tools}>
        <SearchBox label={t('designer.searchFields')} value={words} onChange={setWords} />
        <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => setOpen({ kind: 'new' })}>
          {t('designer.addField')}
        </Button>
      </div>
      <Recalculating object={object} />
      {shown.length === 0 ? (
        <StateView icon={SearchX} tone="grey" title={t('designer.noFieldFound')}>
          <Button onClick={() => setWords('')}>{t('designer.clearSearch')}</Button>
        </StateView>
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t('common.fieldName')}</th>
              <th className={css.wide}>{t('designer.kindLabel')}</th>
              <th className={css.wide}>{t('designer.apiName')}</th>
              <th>{t('designer.rules')}</th>
              <th className={css.action}>
                <Unseen>{t('common.more')}</Unseen>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((field) => (
              <FieldRow key={field.name} field={field} object={object} onEdit={() => setOpen({ kind: 'edit', field })} onDrop={() => setOpen({ kind: 'drop', field })} />
            ))}
          </tbody>
        </table>
      )}
      {(open?.kind === 'new' || open?.kind === 'edit') && (
        <FieldDrawer object={object} field={open.kind === 'edit' ? open.field : undefined} onClose={() => setOpen(null)} onSaved={() => setOpen(null)} />
      )}
      {open?.kind === 'drop' && <DropField object={object} field={open.field} onClose={() => setOpen(null)} />}
    </>
  );
}

interface RowProps {
  field: Field;
  object: ObjectMeta;
  onEdit: () => void;
  onDrop: () => void;
}

function FieldRow({ field, object, onEdit, onDrop }: RowProps) {
  const { t } = useTranslation();
  const objects = useObjects();
  const Icon = kindOf(field).icon;
  const target = field.kind === 'reference' || field.kind === 'multi_reference' ? objects.find((one) => one.name === field.target)?.label : undefined;
  const editable = !field.system;
  return (
    <tr className={css.row}>
      <th scope="row" className={css.name}>
        <span className={css.icon} aria-hidden>
          <Icon size={15} strokeWidth={1.75} />
        </span>
        {editable ? (
          <button type="button" className={css.label} onClick={onEdit}>
            {field.label}
          </button>
        ) : (
          <span className={css.labelFixed}>{field.label}</span>
        )}
        {field.custom && <Tag tone="violet">{t('designer.customTag')}</Tag>}
        <span className={css.kindNarrow}>{t(`fields.kind.${field.kind}`)}</span>
      </th>
      <td className={css.wide}>
        {t(`fields.kind.${field.kind}`)}
        {field.computed && <span className={css.detail}> · {t(`designer.computed.${field.computed.by}`)}</span>}
        {target && <span className={css.detail}> · {target}</span>}
        {field.options && <span className={css.detail}> · {t('designer.optionCount', { count: field.options.filter((option) => option.active !== false).length })}</span>}
      </td>
      <td className={css.wide}>
        <code className={css.api}>{field.name}</code>
      </td>
      <td>
        <span className={css.rules}>
          {field.name === object.name_field && <Tag tone="brand">{t('designer.nameField')}</Tag>}
          {field.required && <Tag tone="warn">{t('designer.requiredTag')}</Tag>}
          {field.computed && (
            <span title={field.computed.readable?.[currentLocale()] ?? field.computed.path}>
              <Tag tone="info">{t('designer.computedTag')}</Tag>
            </span>
          )}
          {field.rules && <Tag tone="warn">{t('designer.ruledTag')}</Tag>}
          {field.unique && <Tag tone="info">{t('designer.uniqueTag')}</Tag>}
          {field.sensitive && <Tag tone="violet">{t('designer.sensitiveTag')}</Tag>}
          {field.system && (
            <span className={css.system}>
              <Lock size={12} aria-hidden />
              {t('designer.systemTag')}
            </span>
          )}
        </span>
      </td>
      <td className={css.action}>
        {editable && (
          <Dropdown
            menu={{
              items: [
                { key: 'edit', icon: <Pencil size={15} />, label: t('common.edit'), onClick: onEdit },
                ...(field.custom ? [{ key: 'drop', icon: <Trash2 size={15} />, label: t('common.delete'), danger: true, onClick: onDrop }] : []),
              ],
            }}
          >
            <IconButton label={t('common.moreOf', { name: field.label })}>
              <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Dropdown>
        )}
      </td>
    </tr>
  );
}
