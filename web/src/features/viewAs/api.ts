/** Looking at the program as somebody else: everything is read anew, as that person reads it. */
import { api } from '@/api/client';
import type { Me } from '@/api/types';

export async function startViewAs(user: string): Promise<void> {
  await api.post<Me>('/session/view-as', { user });
  window.location.assign('/');
}

export async function endViewAs(): Promise<void> {
  await api.delete('/session/view-as');
  window.location.assign('/');
}
