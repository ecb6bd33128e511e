/** The parts of the frame that come in files of their own: fetched while the page asks who one is. */
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import { isPhone } from '@/ui/media';

export const Bell = later(async () => (await Promise.all([import('@/features/talk/Bell'), loadTexts(['talk'])]))[0].Bell);
export const Badge = later(async () => (await import('@/features/talk/Badge')).Badge);
export const ObjectEntries = later(async () => (await Promise.all([import('./ObjectEntries'), loadTexts(['atHand'])]))[0].ObjectEntries);
export const BottomTabs = later(async () => (await import('./BottomTabs')).BottomTabs);

export const loadNavigation = () => void (isPhone() ? BottomTabs : ObjectEntries).fetch();
