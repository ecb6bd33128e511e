/** Records and views by their names of today, as far as they may still be seen. */
import { queryOptions } from '@tanstack/react-query';
import { api, ApiError } from '@/api/client';
import { may } from '@/api/meta';
import { nameOf } from '@/api/names';
import type { Favourite } from '@/api/preferences';
import type { ObjectMeta, Page, RecordData } from '@/api/types';
import type { Layout, Views } from '@/features/views/api';

export interface Opened {
  object: string;
  id: string;
}

export interface Named extends Opened {
  name: string;
}

export interface NamedFavourite extends Favourite {
  name: string;
  icon: string;
  /** How a view lays its records out. */
  layout?: Layout['kind'];
}

/** What is refused or gone is nothing; what failed is told. */
async function orNothing<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return [];
    throw error;
  }
}

/** The entries of each object that may be read, asked for together. */
async function byObject<E extends Opened, T>(entries: E[], objects: ObjectMeta[], ask: (meta: ObjectMeta, own: E[]) => Promise<T[]>): Promise<T[]> {
  const asked = objects.flatMap((meta) => {
    const own = entries.filter((entry) => entry.object === meta.name);
    return own.length > 0 && may(meta, 'read') ? [orNothing(ask(meta, own))] : [];
  });
  return (await Promise.all(asked)).flat();
}

/** In the order that they were given in; what can't be seen is left out. */
export async function namedRecords(opened: Opened[], objects: ObjectMeta[], signal?: AbortSignal): Promise<Named[]> {
  const found = await byObject(opened, objects, async (meta, own) => {
    const filter = JSON.stringify({ field: 'id', op: 'in', value: own.map((it) => it.id) });
    const query = { filter, fields: meta.name_field, limit: own.length, total: 'none' };
    const page = await api.get<Page<RecordData>>(`/records/${meta.name}`, { query, signal });
    return page.items.map((record): Named => ({ object: meta.name, id: record.id, name: nameOf(record, meta.name_field) }));
  });
  return opened.flatMap((it) => found.find((named) => named.id === it.id) ?? []);
}

export async function namedFavourites(favourites: Favourite[], objects: ObjectMeta[], signal?: AbortSignal): Promise<NamedFavourite[]> {
  const of = (kind: Favourite['kind']) => favourites.filter((one) => one.kind === kind);
  const [records, views] = await Promise.all([
    namedRecords(of('record'), objects, signal),
    byObject(of('view'), objects, async (meta) => (await api.get<Views>(`/objects/${meta.name}/views`, { signal })).items),
  ]);
  return favourites.flatMap((one) => {
    const icon = objects.find((meta) => meta.name === one.object)?.icon ?? '';
    const record = one.kind === 'record' && records.find((it) => it.id === one.id);
    if (record) return { ...one, icon, name: record.name };
    const view = one.kind === 'view' && views.find((it) => it.id === one.id);
    return view ? { ...one, icon, name: view.name, layout: view.kind } : [];
  });
}

export const favouriteKeys = ['favourites'] as const;

export const favouritesQuery = (favourites: Favourite[], objects: ObjectMeta[]) =>
  queryOptions({
    queryKey: [...favouriteKeys, favourites] as const,
    queryFn: ({ signal }) => namedFavourites(favourites, objects, signal),
    staleTime: 60_000,
    enabled: favourites.length > 0,
  });
