/** Which view a list shows, what of it was changed since, and what it would be saved as. No rendering, no requests. */
import type { Filter, ObjectMeta } from '@/api/types';
import { sameValue } from '@/fields/same';
import type { ListPreferences } from '@/features/list/preferences';
import { presetsOf, sameFilter, type PresetName } from '@/features/list/presets';
import type { ListSearch } from '@/features/list/search';
import type { Layout, SavedView, ViewBody, Views } from './api';

/** A view that one can open: a saved one, or one that every object has. */
export interface OpenView {
  /** Stands in the address: an id, or the name of a built-in view. */
  key: string;
  preset: PresetName | null;
  saved: SavedView | null;
  filter: Filter | undefined;
  sort: string | undefined;
}

const ofSaved = (saved: SavedView): OpenView => ({
  key: saved.id,
  preset: null,
  saved,
  filter: saved.filter ?? undefined,
  sort: saved.sort.join(',') || undefined,
});

/** "All" is always there; the other built-in ones only where nobody has made views for everybody. */
export function openViews(meta: ObjectMeta, views: Views | undefined): OpenView[] {
  const saved = (views?.items ?? []).map(ofSaved);
  const made = saved.some((view) => view.saved?.audience !== 'private');
  const presets = presetsOf(meta).filter((preset) => preset.name === 'all' || !made);
  const all: OpenView[] = [
    ...presets.map((preset) => ({ key: preset.name, preset: preset.name, saved: null, filter: preset.filter, sort: undefined })),
    ...saved,
  ];
  const order = views?.order ?? [];
  const place = (view: OpenView) => {
    const at = order.indexOf(view.key);
    return at < 0 ? order.length : at;
  };
  return all.map((view, index) => ({ view, index })).sort((a, b) => place(a.view) - place(b.view) || a.index - b.index).map(({ view }) => view);
}

/** The view of an address. Without one: the default, unless the address asks for something of its own. */
export function currentView(open: OpenView[], views: Views | undefined, search: ListSearch): OpenView {
  const find = (key: string | null | undefined) => open.find((view) => view.key === key);
  const all = find('all') ?? (open[0] as OpenView);
  if (search.view) return find(search.view) ?? all;
  if (search.filter) return open.find((view) => view.preset && sameFilter(view.filter, search.filter ?? undefined)) ?? all;
  if (search.sort || search.q || search.deleted || search.group) return all;
  return find(views?.default) ?? all;
}

export const effectiveFilter = (view: OpenView, search: ListSearch): Filter | undefined =>
  search.filter === undefined ? view.filter : (search.filter ?? undefined);

export const effectiveSort = (view: OpenView, search: ListSearch): string | undefined => search.sort ?? view.sort;

/** What stands in the address for a filter: nothing when it is the view's own, null when the view has one and it is off. */
export function filterInAddress(view: OpenView, filter: Filter | undefined): Filter | null | undefined {
  if (sameFilter(filter, view.filter)) return undefined;
  return filter ?? null;
}

/** How the list looks: what was set here, else what the view says, else what the person likes. */
export interface Look {
  columns: string[] | undefined;
  widths: Record<string, number>;
  pinned: string[];
  density: ListPreferences['density'];
  layout: Layout;
}

const LIST: Layout = { kind: 'list', group: null, grain: null, sum: null, card: [], date: null, end: null };

const savedLayout = ({ kind, group, grain, sum, card, date, end }: Layout): Layout => ({ kind, group, grain: grain ?? null, sum, card, date, end });

/** A list is grouped by what the address says, else by what the view does; a board that it was before has no say. */
export function layoutOf({ saved }: OpenView, draft: ListPreferences, search: ListSearch): Layout {
  const own = saved ? savedLayout(saved) : LIST;
  const layout = draft.layout ? savedLayout(draft.layout) : own;
  if (layout.kind !== 'list') return layout;
  const { group: usual, grain, sum } = own.kind === 'list' ? own : LIST;
  const group = search.group === undefined ? usual : search.group;
  return { ...layout, group, grain: group === null ? null : (search.grain ?? (group === usual ? grain : null)), sum: search.sum === undefined ? sum : search.sum };
}

export function lookOf(view: OpenView, draft: ListPreferences, usual: ListPreferences, search: ListSearch = {}): Look {
  const { saved } = view;
  const layout = layoutOf(view, draft, search);
  if (!saved) return { columns: draft.columns, widths: draft.widths ?? {}, pinned: draft.pinned ?? [], density: draft.density ?? usual.density, layout };
  return {
    columns: draft.columns ?? (saved.columns.length > 0 ? saved.columns : undefined),
    widths: draft.widths ?? saved.widths,
    pinned: draft.pinned ?? saved.pinned,
    density: draft.density ?? saved.density ?? usual.density,
    layout,
  };
}

const sameWidths = (a: Record<string, number>, b: Record<string, number>) => sameValue(Object.entries(a).sort(), Object.entries(b).sort());

/** Whether what one sees is not what was saved. */
export function isChanged(view: OpenView, search: ListSearch, draft: ListPreferences): boolean {
  if (!sameFilter(effectiveFilter(view, search), view.filter)) return true;
  if (search.sort !== undefined && search.sort !== view.sort) return true;
  const { saved } = view;
  const layout = layoutOf(view, draft, search);
  // A built-in view is a plain list; laid out otherwise, it can be saved under a name.
  if (!saved) return layout.kind !== 'list' || layout.group !== null;
  return (
    !sameValue(layout, layoutOf(view, {}, {})) ||
    (draft.columns !== undefined && !sameValue(draft.columns, saved.columns)) ||
    (draft.widths !== undefined && !sameWidths(draft.widths, saved.widths)) ||
    (draft.pinned !== undefined && !sameValue(draft.pinned, saved.pinned)) ||
    (draft.density !== undefined && saved.density !== null && draft.density !== saved.density)
  );
}

/** What is saved: the list as one sees it. */
export function bodyOf(view: OpenView, search: ListSearch, look: Look, columns: string[]): ViewBody {
  return {
    columns,
    widths: look.widths,
    pinned: look.pinned,
    filter: effectiveFilter(view, search) ?? null,
    sort: effectiveSort(view, search)?.split(',') ?? [],
    density: look.density ?? null,
    ...look.layout,
  };
}

/** The order after a view has gone one place to the left or right. */
export function moved(open: OpenView[], key: string, by: number): string[] {
  const order = open.map((view) => view.key);
  const at = order.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return order;
  order.splice(at, 1);
  order.splice(to, 0, key);
  return order;
}
