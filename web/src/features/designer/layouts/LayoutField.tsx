/** One field of the layout; the menu does all that dragging does. */
import { ArrowDown, ArrowUp, Ellipsis, FolderInput, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { kindOf } from '@/fields/registry';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { Handle, type HandleBinding } from '@/ui/sortable';
import css from './Designer.module.css';

export interface LayoutFieldProps {
  field: Field;
  bind: HandleBinding;
  /** It stands in the palette. */
  free: boolean;
  sections: { id: string; name: string }[];
  onMove: (by: -1 | 1) => void;
  onPlace: (section: string) => void;
  onTake: () => void;
}

export function LayoutField({ field, bind, free, sections, onMove, onPlace, onTake }: LayoutFieldProps) {
  const { t } = useTranslation();
  const Icon = kindOf(field).icon;
  const places = sections.map((section) => ({
    key: section.id,
    icon: <FolderInput size={15} />,
    label: t('designer.moveTo', { section: section.name }),
    onClick: () => onPlace(section.id),
  }));
  const items = free
    ? places
    : [
        { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), onClick: () => onMove(-1) },
        { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), onClick: () => onMove(1) },
        ...places,
        { key: 'take', icon: <X size={15} />, label: t('designer.takeOut'), onClick: onTake },
      ];
  return (
    <div className={css.field}>
      <Handle label={t('designer.dragOf', { name: field.label })} bind={bind} />
      <Icon className={css.kind} size={15} strokeWidth={1.75} aria-hidden />
      <span className={css.label}>
        {field.label}
        {field.required && <span className={css.star}> *</span>}
      </span>
      {!free && <span className={css.kindName}>{t(`fields.kind.${field.kind}`)}</span>}
      <Dropdown menu={{ items }}>
        <IconButton size="small" label={t('common.moreOf', { name: field.label })}>
          {free ? <Plus size={15} aria-hidden /> : <Ellipsis size={15} aria-hidden />}
        </IconButton>
      </Dropdown>
    </div>
  );
}
