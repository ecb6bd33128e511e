/** A section's name, edited in place in both languages, and its menu. */
import { useState } from 'react';
import { ArrowDown, ArrowUp, Check, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Labels } from '@/api/types';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';
import { LabelsInput } from './LabelsInput';
import css from './LayoutEditor.module.css';

export interface SectionHeadProps {
  labels: Labels;
  name: string;
  count: number;
  first: boolean;
  last: boolean;
  only: boolean;
  onLabels: (labels: Labels) => void;
  onMove: (by: -1 | 1) => void;
  onDrop: () => void;
}

export function SectionHead({ labels, name, count, first, last, only, onLabels, onMove, onDrop }: SectionHeadProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <form
        className={css.headEdit}
        onSubmit={(event) => {
          event.preventDefault();
          setEditing(false);
        }}
      >
        <LabelsInput control={{ id: '', describedBy: undefined, invalid: false }} name={t('designer.sectionName')} autoFocus maxLength={40} value={labels} onChange={onLabels} />
        <IconButton label={t('common.done')} type="submit">
          <Check size={16} aria-hidden />
        </IconButton>
      </form>
    );
  }
  return (
    <header className={css.head}>
      <h3 className={css.sectionName}>{name}</h3>
      <span className={css.count}>{count}</span>
      <IconButton size="small" label={t('designer.renameSection', { name })} onClick={() => setEditing(true)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
      <span className={css.headMenu}>
        <Dropdown
          menu={{
            items: [
              { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: first, onClick: () => onMove(-1) },
              { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: last, onClick: () => onMove(1) },
              { key: 'drop', icon: <Trash2 size={15} />, label: t('designer.dropSection'), danger: true, disabled: only, onClick: onDrop },
            ],
          }}
        >
          <IconButton size="small" label={t('common.moreOf', { name })}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        </Dropdown>
      </span>
    </header>
  );
}
