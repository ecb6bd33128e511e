/** Changing what a person sets for themselves. */
import { useQueryClient } from '@tanstack/react-query';
import { setCaller } from '@/api/caller';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Me } from '@/api/types';

export function useSaveMe() {
  const queryClient = useQueryClient();
  return async (change: Record<string, unknown>) => {
    const me = await api.patch<Me>('/me', change);
    queryClient.setQueryData(keys.me, me);
    setCaller(me);
    return me;
  };
}
