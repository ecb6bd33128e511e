/** Which columns are shown, in which order. Every move has a button; nothing needs dragging. */
import { Button } from 'antd';
import { ArrowDown, ArrowUp, Pin } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ObjectMeta } from '@/api/types';
import { IconButton } from '@/ui/IconButton';
import css from './columns.module.css';

export interface ColumnsPanelProps {
  meta: ObjectMeta;
  columns: string[];
  pinned: string[];
  onChange: (columns: string[] | undefined) => void;
  onPinned: (pinned: string[]) => void;
}

export function ColumnsPanel({ meta, columns, pinned, onChange, onPinned }: ColumnsPanelProps) {
  const { t } = useTranslation();
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.label ?? name;
  const chosen = columns.filter((name) => name !== meta.name_field);
  const others = meta.fields.filter((field) => field.name !== meta.name_field && !columns.includes(field.name));
  const move = (index: number, by: number) => {
    const next = [...chosen];
    const [name] = next.splice(index, 1);
    if (name) next.splice(index + by, 0, name);
    onChange([meta.name_field, ...next]);
  };
  return (
    <div className={css.panel}>
      <ul className={css.list} aria-label={t('list.shownColumns')}>
        <li className={css.item}>
          <label className={css.label}>
            <input type="checkbox" className={css.tick} checked disabled />
            {label(meta.name_field)}
          </label>
        </li>
        {chosen.map((name, index) => (
          <li key={name} className={css.item}>
            <label className={css.label}>
              <input type="checkbox" className={css.tick} checked onChange={() => onChange(columns.filter((one) => one !== name))} />
              {label(name)}
            </label>
            <IconButton
              size="small"
              label={t('list.pin', { name: label(name) })}
              active={pinned.includes(name)}
              aria-pressed={pinned.includes(name)}
              onClick={() => onPinned(pinned.includes(name) ? pinned.filter((one) => one !== name) : [...pinned, name])}
            >
              <Pin size={14} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('list.moveUp', { name: label(name) })} disabled={index === 0} onClick={() => move(index, -1)}>
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton
              size="small"
              label={t('list.moveDown', { name: label(name) })}
              disabled={index === chosen.length - 1}
              onClick={() => move(index, 1)}
            >
              <ArrowDown size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ul className={css.list} aria-label={t('list.hiddenColumns')}>
          {others.map((field) => (
            <li key={field.name} className={css.item}>
              <label className={css.label}>
                <input type="checkbox" className={css.tick} checked={false} onChange={() => onChange([...columns, field.name])} />
                {field.label}
              </label>
            </li>
          ))}
        </ul>
      )}
      <Button size="small" type="text" onClick={() => onChange(undefined)}>
        {t('common.reset')}
      </Button>
    </div>
  );
}
