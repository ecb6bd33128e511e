/** Takes over language, theme and zone of the person who signed in. */
import type { Me } from '@/api/types';
import { currentLocale, setLocale } from '@/i18n';
import { setLook } from '@/ui/look';
import { setThemeChoice } from './theme';
import { setCaller } from '@/api/caller';
import { forgetCalls } from '@/api/early';

let adopted: string | null = null;

/** Whether the language is another one now: labels that were asked for before are in the old one. */
export async function adoptProfile(me: Me): Promise<boolean> {
  setCaller(me);
  setLook(me.company.look);
  // Only once per sign-in: afterwards the switches in the menu decide, and they save by themselves.
  if (adopted === me.id) return false;
  adopted = me.id;
  setThemeChoice(me.theme);
  if (me.locale === currentLocale()) return false;
  await setLocale(me.locale);
  return true;
}

export function forgetProfile() {
  forgetCalls();
  adopted = null;
}
