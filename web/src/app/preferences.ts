/** The two switches in the menu: take effect at once, and are saved with the person. */
import type { QueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import { keys } from '@/api/queries';
import type { Locale, Me, ThemeChoice } from '@/api/types';
import { setLocale } from '@/i18n';
import { setThemeChoice } from './theme';

/** A failed save is not worth a word: the switch works here, and the next one saves again. */
async function save(queryClient: QueryClient, change: Partial<Pick<Me, 'locale' | 'theme'>>) {
  try {
    queryClient.setQueryData(keys.me, await api.patch<Me>('/me', change));
  } catch {
    return;
  }
}

export async function chooseLocale(queryClient: QueryClient, locale: Locale): Promise<void> {
  await setLocale(locale);
  await save(queryClient, { locale });
  // Labels come from the server in the reader's language; everything with labels is read again.
  await queryClient.invalidateQueries();
}

export async function chooseTheme(queryClient: QueryClient, theme: ThemeChoice): Promise<void> {
  setThemeChoice(theme);
  await save(queryClient, { theme });
}
