/** Conditions on the left; search, columns, density and the bin on the right. */
import { useEffect, useState } from 'react';
import { ArrowUpDown, Check, Columns3, LayoutGrid, ListTree, Rows3, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Filter, ObjectMeta } from '@/api/types';
import { Dropdown, type MenuItem } from '@/ui/Dropdown';
import { Floating } from '@/ui/Floating';
import type { Layout } from '@/features/views/api';
import { IconButton } from '@/ui/IconButton';
import { useIsPhone } from '@/ui/media';
import { later } from '@/ui/later';
import { loadTexts } from '@/i18n/texts';
import { SearchBox } from '@/ui/SearchBox';
import { FilterBar } from './FilterBar';
import type { Density } from './preferences';
import { chipsOf, filterOf, type ListSearch } from './search';
import css from './Toolbar.module.css';

export interface ToolbarProps {
  meta: ObjectMeta;
  search: ListSearch;
  filter: Filter | undefined;
  sort: string | undefined;
  columns: string[];
  pinned: string[];
  density: Density;
  /** The records stand in rows, which have columns and a height. */
  rows: boolean;
  /** How they are laid out, and what the view says of that itself. */
  layout: Layout;
  own: Layout;
  /** Opens the settings of boards and calendars; nothing in the bin. */
  onLayout: (() => void) | null;
  onFilter: (filter: Filter | undefined) => void;
  onSearch: (change: Partial<ListSearch>) => void;
  onColumns: (columns: string[] | undefined) => void;
  onPinned: (pinned: string[]) => void;
  onDensity: (density: Density) => void;
}

const ColumnsPanel = later(() => import('./ColumnsPanel').then((module) => module.ColumnsPanel));
const GroupPanel = later(() => Promise.all([import('@/features/groups/GroupPanel'), loadTexts(['groups'])]).then(([module]) => module.GroupPanel));
const SortPanel = later(() => import('./SortPanel').then((module) => module.SortPanel));

const DENSITIES: Density[] = ['compact', 'normal', 'roomy'];

/** The quick search: what is typed takes effect after a short rest, Esc empties it. */
function QuickSearch({ meta, value, onChange }: { meta: ObjectMeta; value: string; onChange: (q: string | undefined) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text.trim() || undefined), 300);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return <SearchBox label={t('list.searchIn', { name: meta.plural })} value={text} onChange={setText} />;
}

export function Toolbar(props: ToolbarProps) {
  const { meta, search, filter, sort, columns, pinned, density, onSearch } = props;
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [choosing, setChoosing] = useState(false);
  const [sorting, setSorting] = useState(false);
  const [grouping, setGrouping] = useState(false);
  const densityItems: MenuItem[] = DENSITIES.map((name) => ({
    key: name,
    label: t(`list.density.${name}`),
    extra: name === density ? <Check size={14} /> : null,
    onClick: () => props.onDensity(name),
  }));
  return (
    <div className={css.toolbar}>
      <div className={css.left}>
        <FilterBar meta={meta} chips={chipsOf(filter)} onChange={(chips) => props.onFilter(filterOf(chips))} />
      </div>
      <div className={css.right}>
        <QuickSearch key={meta.name} meta={meta} value={search.q ?? ''} onChange={(q) => onSearch({ q })} />
        <Floating open={sorting} onOpenChange={setSorting} title={t('list.sort')} placement="bottomRight" width={300} content={<SortPanel meta={meta} sort={sort} onChange={(next) => onSearch({ sort: next })} />}>
          <IconButton label={t('list.sort')} active={Boolean(sort)}>
            <ArrowUpDown size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Floating>
        {props.onLayout && props.rows && (
          <Floating open={grouping} onOpenChange={setGrouping} title={t('list.group')} placement="bottomRight" content={<GroupPanel meta={meta} layout={props.layout} own={props.own} onChange={onSearch} />}>
            <IconButton label={t('list.group')} active={Boolean(props.layout.group)}>
              <ListTree size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Floating>
        )}
        {props.onLayout && (
          <IconButton label={t('list.layout')} active={!props.rows} aria-haspopup="dialog" onClick={props.onLayout}>
            <LayoutGrid size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
        {!phone && props.rows && (
          <>
            <Floating open={choosing} onOpenChange={setChoosing} title={t('list.columns')} placement="bottomRight" width={280} content={<ColumnsPanel meta={meta} columns={columns} pinned={pinned} onChange={props.onColumns} onPinned={props.onPinned} />}>
              <IconButton label={t('list.columns')}>
                <Columns3 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </Floating>
            <Dropdown menu={{ items: densityItems, selectedKeys: [density] }} placement="bottomRight">
              <IconButton label={t('list.densityLabel')}>
                <Rows3 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </Dropdown>
          </>
        )}
        <IconButton label={t(search.deleted ? 'list.leaveBin' : 'list.bin')} active={search.deleted} aria-pressed={Boolean(search.deleted)} onClick={() => onSearch({ deleted: search.deleted ? undefined : true })}>
          <Trash2 size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
