/** The view of a list in the page: read from the address, changed in place, saved by a call. */
import { useCallback, useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '@/api/reason';
import type { Filter, ObjectMeta } from '@/api/types';
import { useListPreferences, visibleColumns, type ListPreferences } from '@/features/list/preferences';
import type { ListSearch } from '@/features/list/search';
import { toast } from '@/ui/toast';
import { viewCalls, viewKeys, viewsQuery, type Layout, type SavedView, type ViewBody, type Views } from './api';
import { bodyOf, currentView, effectiveFilter, effectiveSort, filterInAddress, isChanged, layoutOf, lookOf, moved, openViews, type OpenView } from './current';

export interface ViewState {
  open: OpenView[];
  current: OpenView;
  views: Views | undefined;
  /** The views are not known yet. */
  pending: boolean;
  filter: Filter | undefined;
  sort: string | undefined;
  columns: string[];
  widths: Record<string, number>;
  pinned: string[];
  density: NonNullable<ListPreferences['density']>;
  layout: Layout;
  /** The layout of the view itself. */
  own: Layout;
  changed: boolean;
  change: (part: Partial<ListPreferences>) => void;
  /** What stands in the address for this filter. */
  inAddress: (filter: Filter | undefined) => Filter | null | undefined;
  nameOf: (view: OpenView) => string;
  forget: () => void;
  body: () => ViewBody;
  /** Each answers whether it was done; a refusal is told. */
  save: () => Promise<boolean>;
  create: (body: ViewBody) => Promise<SavedView | null>;
  update: (id: string, body: ViewBody) => Promise<boolean>;
  remove: (id: string) => Promise<boolean>;
  arrange: (body: Parameters<typeof viewCalls.arrange>[1]) => Promise<boolean>;
  move: (by: number) => Promise<boolean>;
}

export function useView(meta: ObjectMeta, search: ListSearch): ViewState {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(viewsQuery(meta.name));
  const views = query.data;
  const open = useMemo(() => openViews(meta, views), [meta, views]);
  const current = useMemo(() => currentView(open, views, search), [open, views, search]);
  const { draft, usual, change, forget } = useListPreferences(meta, current.saved?.id);
  const look = useMemo(() => lookOf(current, draft, usual, search), [current, draft, usual, search]);
  const columns = useMemo(() => visibleColumns(meta, look.columns, look.pinned), [meta, look]);

  const attempt = useCallback(
    async <T>(call: () => Promise<T>): Promise<T | null> => {
      try {
        const answer = await call();
        await queryClient.invalidateQueries({ queryKey: viewKeys.of(meta.name) });
        return answer;
      } catch (error) {
        toast({ text: t('views.failed', { reason: reasonOf(error, t) }), tone: 'bad' });
        return null;
      }
    },
    [queryClient, meta.name, t],
  );
  const nameOf = useCallback(
    (view: OpenView) => view.saved?.name ?? t(`list.preset.${view.preset ?? 'all'}`, { name: meta.plural }),
    [t, meta.plural],
  );
  const body = () => bodyOf(current, search, look, columns);

  const remove = async (id: string) => {
    const name = open.find((view) => view.key === id)?.saved?.name ?? '';
    const done = (await attempt(async () => (await viewCalls.remove(meta.name, id), true))) ?? false;
    if (done) {
      toast({
        text: t('views.deleted', { name }),
        action: { label: t('common.undo'), run: () => void attempt(() => viewCalls.restore(meta.name, id)) },
      });
    }
    return done;
  };

  return {
    open,
    current,
    views,
    pending: query.isPending,
    filter: effectiveFilter(current, search),
    sort: effectiveSort(current, search),
    columns,
    widths: look.widths,
    pinned: look.pinned,
    density: look.density ?? 'normal',
    layout: look.layout,
    own: layoutOf(current, {}, {}),
    changed: isChanged(current, search, draft),
    change,
    inAddress: (filter) => filterInAddress(current, filter),
    nameOf,
    forget,
    body,
    save: async () => {
      const { saved } = current;
      if (!saved) return false;
      const done = await attempt(() => viewCalls.change(meta.name, saved.id, body()));
      if (done) forget();
      return done !== null;
    },
    create: (given) => attempt(() => viewCalls.create(meta.name, given)),
    update: async (id, given) => (await attempt(() => viewCalls.change(meta.name, id, given))) !== null,
    remove,
    arrange: async (given) => (await attempt(() => viewCalls.arrange(meta.name, given))) !== null,
    move: async (by) => (await attempt(() => viewCalls.arrange(meta.name, { order: moved(open, current.key, by) }))) !== null,
  };
}
