/** The order of a list by several fields, without dragging and without the Shift key. */
import { useState } from 'react';
import { Button } from 'antd';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { IconButton } from '@/ui/IconButton';
import { FieldMenu } from './FieldMenu';
import { readSort, SORT_KEYS, writeSort } from './search';
import css from './columns.module.css';

export function SortPanel({ meta, sort, onChange }: { meta: ObjectMeta; sort: string | undefined; onChange: (sort: string | undefined) => void }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const keys = readSort(sort);
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.label ?? name;
  const free = meta.fields.filter((field) => field.sortable && !keys.some((key) => key.field === field.name));
  if (adding) {
    return (
      <FieldMenu
        fields={free}
        onPick={(field) => {
          setAdding(false);
          onChange(writeSort([...keys, { field: field.name, desc: false }]));
        }}
      />
    );
  }
  return (
    <div className={css.panel}>
      {keys.length === 0 && <p className={css.none}>{t('list.sortNone')}</p>}
      <ul className={css.list} aria-label={t('list.sort')}>
        {keys.map((key, index) => (
          <li key={key.field} className={css.item}>
            <span className={css.label}>
              {index + 1}. {label(key.field)}
            </span>
            <Button
              size="small"
              type="text"
              icon={key.desc ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />}
              onClick={() => onChange(writeSort(keys.map((one) => (one === key ? { ...one, desc: !one.desc } : one))))}
            >
              {t(key.desc ? 'list.descending' : 'list.ascending')}
            </Button>
            <IconButton
              size="small"
              label={t('list.sortFirst', { name: label(key.field) })}
              disabled={index === 0}
              onClick={() => onChange(writeSort([key, ...keys.filter((one) => one !== key)]))}
            >
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('list.sortDrop', { name: label(key.field) })} onClick={() => onChange(writeSort(keys.filter((one) => one !== key)))}>
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {keys.length < SORT_KEYS && (
        <Button size="small" type="text" onClick={() => setAdding(true)}>
          {t('list.sortAdd')}
        </Button>
      )}
    </div>
  );
}
