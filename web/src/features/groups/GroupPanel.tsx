/** What a list is grouped by, and what is added up in each group. */
import { useState } from 'react';
import { Button } from 'antd';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field, ObjectMeta } from '@/api/types';
import { FieldMenu } from '@/features/list/FieldMenu';
import { groups, type ListSearch } from '@/features/list/search';
import type { Layout } from '@/features/views/api';
import { IconButton } from '@/ui/IconButton';
import { Segmented } from '@/ui/Segmented';
import css from '@/features/list/columns.module.css';
import { GRAINS, grainOf } from './spans';
import { sums } from './sums';

type Grouping = Pick<Layout, 'group' | 'grain' | 'sum'>;
type Address = Pick<ListSearch, 'group' | 'grain' | 'sum'>;

/** What stands in the address: only what differs from the view's own. */
export const inAddress = (next: Grouping, own: Grouping): Address => ({
  group: next.group === own.group ? undefined : next.group,
  grain: next.group === own.group && next.grain === own.grain ? undefined : (next.grain ?? undefined),
  sum: next.sum === own.sum ? undefined : next.sum,
});

export interface GroupPanelProps {
  meta: ObjectMeta;
  layout: Grouping;
  /** What the view has without the address. */
  own: Grouping;
  onChange: (part: Address) => void;
}

interface ItemProps {
  label: string;
  field: Field;
  onPick: () => void;
  drop: string;
  onDrop: () => void;
}

function Item({ label, field, onPick, drop, onDrop }: ItemProps) {
  return (
    <li className={css.item}>
      <span className={css.label}>{label}</span>
      <Button size="small" type="text" onClick={onPick}>
        {field.label}
      </Button>
      <IconButton size="small" label={drop} onClick={onDrop}>
        <X size={14} aria-hidden />
      </IconButton>
    </li>
  );
}

export function GroupPanel({ meta, layout, own, onChange }: GroupPanelProps) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState<'group' | 'sum' | null>(null);
  const group = meta.fields.find((field) => field.name === layout.group && groups(field));
  const sum = meta.fields.find((field) => field.name === layout.sum && sums(field));
  const grain = group ? grainOf(group, layout.grain) : null;
  const summable = meta.fields.filter(sums);
  const set = (next: Grouping) => {
    setPicking(null);
    onChange(inAddress(next, own));
  };
  if (!group || picking) {
    const fields = picking === 'sum' ? summable : meta.fields.filter(groups);
    return (
      <FieldMenu
        key={picking}
        fields={fields}
        onPick={(field) => set(picking === 'sum' ? { ...layout, sum: field.name } : { group: field.name, grain: grainOf(field, layout.grain), sum: layout.sum })}
      />
    );
  }
  return (
    <div className={css.panel}>
      <ul className={css.list} aria-label={t('list.group')}>
        <Item label={t('groups.by')} field={group} onPick={() => setPicking('group')} drop={t('groups.ungroup')} onDrop={() => set({ group: null, grain: null, sum: null })} />
        {sum && <Item label={t('groups.sum')} field={sum} onPick={() => setPicking('sum')} drop={t('groups.dropSum')} onDrop={() => set({ ...layout, sum: null })} />}
      </ul>
      {grain && <Segmented small label={t('groups.grainLabel')} value={grain} options={GRAINS.map((value) => ({ value, label: t(`groups.grain.${value}`) }))} onChange={(value) => set({ ...layout, grain: value })} />}
      {!sum && summable.length > 0 && (
        <Button size="small" type="text" onClick={() => setPicking('sum')}>
          {t('groups.addSum')}
        </Button>
      )}
    </div>
  );
}
