/** Takes over language, theme and zone of the person who signed in. */
import type { Me } from '@/api/types';
import { currentLocale, setLocale } from '@/i18n';
import { setThemeChoice } from './theme';
import { setCaller } from '@/api/caller';

let adopted: string | null = null;

export async function adoptProfile(me: Me): Promise<void> {
  setCaller(me);
  // Only once per sign-in: afterwards the switches in the menu decide, and they save by themselves.
  if (adopted === me.id) return;
  adopted = me.id;
  setThemeChoice(me.theme);
  if (me.locale !== currentLocale()) await setLocale(me.locale);
}

export function forgetProfile() {
  adopted = null;
}
