/** The records before and after this one, in the list that the person came from. */
import { useMemo } from 'react';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { keys } from '@/api/queries';
import type { Page, RecordData, Total } from '@/api/types';

export interface Neighbours {
  position: number;
  total: Total | undefined;
  previous: string | undefined;
  next: string | undefined;
}

export function useNeighbours(object: string, id: string): Neighbours | null {
  const queryClient = useQueryClient();
  return useMemo(() => {
    const lists = queryClient
      .getQueryCache()
      .findAll({ queryKey: keys.lists(object) })
      .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    for (const list of lists) {
      const data = list.state.data as InfiniteData<Page<RecordData>> | undefined;
      const ids = data?.pages.flatMap((page) => page.items.map((item) => item.id)) ?? [];
      const at = ids.indexOf(id);
      if (at >= 0) return { position: at + 1, total: data?.pages[0]?.total, previous: ids[at - 1], next: ids[at + 1] };
    }
    return null;
  }, [queryClient, object, id]);
}
