/** What may be done with a line as a whole. */
import { ArrowDown, ArrowUp, Copy, Ellipsis, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dropdown } from '@/ui/Dropdown';
import { IconButton } from '@/ui/IconButton';

export interface RowMenuProps {
  number: number;
  first: boolean;
  last: boolean;
  full: boolean;
  onDuplicate: () => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

export function RowMenu({ number, first, last, full, onDuplicate, onMove, onRemove }: RowMenuProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'copy', icon: <Copy size={15} />, label: t('fields.copyLine'), disabled: full, onClick: onDuplicate },
    { key: 'up', icon: <ArrowUp size={15} />, label: t('common.moveUp'), disabled: first, onClick: () => onMove(-1) },
    { key: 'down', icon: <ArrowDown size={15} />, label: t('common.moveDown'), disabled: last, onClick: () => onMove(1) },
    { key: 'remove', icon: <Trash2 size={15} />, label: t('fields.removeLine'), danger: true, onClick: onRemove },
  ];
  return (
    <Dropdown menu={{ items }}>
      <IconButton size="small" label={t('fields.lineMenu', { number })}>
        <Ellipsis size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </Dropdown>
  );
}
