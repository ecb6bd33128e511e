/** The look of the company, as its administrators set it. */
import type { QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Look, Me } from '@/api/types';

/** What is to be set; `logo` is a data URL. */
export type LookChange = Partial<Look>;

/** Bytes of a logo, as the server says it. */
export const LOGO_BYTES = 200 * 1024;

/** Saves it, and shows it in this page at once; others are told by the server. */
export async function saveLook(queryClient: QueryClient, change: LookChange): Promise<Look> {
  const look = await api.patch<Look>('/company/look', change);
  queryClient.setQueryData<Me>(keys.me, (me) => me && { ...me, company: { ...me.company, look } });
  void queryClient.invalidateQueries({ queryKey: keys.info });
  return look;
}

export const dataUrlOf = (file: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
