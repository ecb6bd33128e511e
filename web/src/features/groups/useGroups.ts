/** The groups of a list: what was read, which are open, and how one reads on. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getCaller } from '@/api/caller';
import { keys, type ListRequest } from '@/api/queries';
import type { Field, RecordData, Total } from '@/api/types';
import { useLiveFigures } from '@/features/board/useLiveFigures';
import { useFormatContext } from '@/fields/context';
import { countedQuery, type Grouped } from '@/features/board/data';
import type { Grain } from '@/features/list/search';
import { groupsOf, linesOf, readOn, rowsQuery, type Group, type Reading } from './data';

export interface Shown {
  /** The rows of the open groups, as they stand. */
  rows: RecordData[];
  total: Total | undefined;
}

const without = <T,>(set: ReadonlySet<T>, one: T) => new Set([...set].filter((key) => key !== one));

export function useGroups(field: Field, grain: Grain | null, sum: Field | undefined, list: ListRequest, onShown: (shown: Shown) => void) {
  const queryClient = useQueryClient();
  const { locale } = useFormatContext();
  const request = useMemo<Grouped>(() => {
    const { object, filter, sort, q, fields } = list;
    const spans = grain ? { grain, zone: getCaller().companyZone } : undefined;
    return { object, filter, sort, q, fields: [...new Set([...(fields ?? []), field.name])], group: field.name, spans };
  }, [list, field.name, grain]);
  const same = (old: unknown) => (old as Grouped | undefined)?.group === request.group && (old as Grouped).spans?.grain === request.spans?.grain;
  const query = useQuery({ ...rowsQuery(queryClient, request, field, locale), placeholderData: (before, old) => (same(old?.queryKey[2]) ? before : undefined) });
  const counted = useQuery(countedQuery(request, sum?.name ?? null));
  useLiveFigures(request.object);

  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [reading, setReading] = useState<ReadonlyMap<string, Reading>>(new Map());
  const read = useCallback(
    async ({ key, value }: Group) => {
      const mark = (state?: Reading) =>
        setReading((before) => {
          const next = new Map(before);
          if (state) next.set(key, state);
          else next.delete(key);
          return next;
        });
      mark('busy');
      await readOn(queryClient, request, value).then(
        () => mark(),
        () => mark('failed'),
      );
    },
    [queryClient, request],
  );

  const pages = query.data?.pages;
  const groups = useMemo(() => (pages ? groupsOf(field, pages, counted.data, locale, request) : []), [field, pages, counted.data, locale, request]);
  const lines = useMemo(() => linesOf(groups, (group) => !closed.has(group.key) && (group.loaded || reading.has(group.key)), reading), [groups, closed, reading]);
  const toggle = useCallback(
    (group: Group, open: boolean) => {
      setClosed((before) => (open ? without(before, group.key) : new Set([...before, group.key])));
      if (open && !group.loaded) void read(group);
    },
    [read],
  );
  const recount = useCallback(() => void queryClient.invalidateQueries({ queryKey: keys.counts(request.object) }), [queryClient, request.object]);

  const rows = useMemo(() => lines.flatMap((line) => (line.kind === 'row' ? [line.record] : [])), [lines]);
  useEffect(() => {
    const { groups: all, truncated } = counted.data ?? {};
    onShown({ rows, total: all && { value: all.reduce((sum, one) => sum + one.count, 0), exact: !truncated } });
  }, [rows, counted.data, onShown]);

  return { query, lines, truncated: counted.data?.truncated ?? false, toggle, read, recount };
}

export type Groups = ReturnType<typeof useGroups>;
