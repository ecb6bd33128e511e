/** Some of a few things in an order: dragged, or moved by buttons; what is left out stands below and can be added. */
import type { ReactNode } from 'react';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/ui/IconButton';
import { shift } from '@/ui/shift';
import { Handle, SortableList, type HandleBinding } from '@/ui/sortable';
import css from './Designer.module.css';

export interface OrderedNamesProps {
  value: string[];
  onChange: (value: string[]) => void;
  nameOf: (id: string) => string;
  icon?: (id: string) => ReactNode;
  /** Left out, to be added; none: how to add is the caller's. */
  rest?: string[];
}

export function OrderedNames({ value, onChange, nameOf, icon, rest = [] }: OrderedNamesProps) {
  const { t } = useTranslation();
  const shown = (id: string, bind: HandleBinding, at: number) => {
    const name = nameOf(id);
    return (
      <div className={css.relation} role="group" aria-label={name}>
        <Handle label={t('layouts.drag', { name })} bind={bind} />
        {icon?.(id)}
        <span className={css.label}>{name}</span>
        <IconButton size="small" label={t('layouts.up', { name })} disabled={at === 0} onClick={() => onChange(shift(value, at, -1))}>
          <ArrowUp size={15} aria-hidden />
        </IconButton>
        <IconButton size="small" label={t('layouts.down', { name })} disabled={at === value.length - 1} onClick={() => onChange(shift(value, at, 1))}>
          <ArrowDown size={15} aria-hidden />
        </IconButton>
        <IconButton size="small" label={t('layouts.hide', { name })} onClick={() => onChange(value.filter((one) => one !== id))}>
          <X size={15} aria-hidden />
        </IconButton>
      </div>
    );
  };
  return (
    <div>
      <SortableList ids={value} onChange={onChange} nameOf={nameOf}>
        {shown}
      </SortableList>
      {rest.map((id) => (
        <div key={id} className={css.relation} role="group" aria-label={nameOf(id)} data-off>
          {icon?.(id)}
          <span className={css.label}>{nameOf(id)}</span>
          <IconButton size="small" label={t('layouts.show', { name: nameOf(id) })} onClick={() => onChange([...value, id])}>
            <Plus size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
