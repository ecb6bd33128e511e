/** The parts of the frame that come in files of their own: fetched while the page asks who one is. */
import { loadTexts } from '@/i18n/texts';
import { later } from '@/ui/later';
import { isPhone } from '@/ui/media';

const entries = async () => (await Promise.all([import('./ObjectEntries'), loadTexts(['atHand'])]))[0].ObjectEntries;
const tabs = async () => (await import('./BottomTabs')).BottomTabs;

const bell = async () => (await Promise.all([import('@/features/talk/Bell'), loadTexts(['talk'])]))[0].Bell;

export const Bell = later(bell);
export const Badge = later(async () => (await import('@/features/talk/Badge')).Badge);
export const ObjectEntries = later(entries);
export const BottomTabs = later(tabs);

export const loadNavigation = () => void (isPhone() ? tabs() : entries());
