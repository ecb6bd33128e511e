/** Which of the three widths the window has, whether one taps, and whether things are to move. */
import { useSyncExternalStore } from 'react';

function watch(query: string) {
  const list = window.matchMedia(query);
  return {
    subscribe: (listener: () => void) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    get: () => list.matches,
  };
}

const phone = watch('(max-width: 767px)');
const narrow = watch('(max-width: 1099px)');
const touch = watch('(hover: none) and (pointer: coarse)');
const still = watch('(prefers-reduced-motion: reduce)');

/** Below 768 px: cards, bottom tabs, bottom sheets. */
export const isPhone = phone.get;
export const useIsPhone = () => useSyncExternalStore(phone.subscribe, phone.get);
/** Below 1100 px: the record page has two columns. */
export const useIsNarrow = () => useSyncExternalStore(narrow.subscribe, narrow.get);
/** A finger, and no mouse: phones and tablets, which are in the hand and have a camera. */
export const isTouch = touch.get;
export const useIsTouch = () => useSyncExternalStore(touch.subscribe, touch.get);
/** Nothing is to move about. */
export const useIsStill = () => useSyncExternalStore(still.subscribe, still.get);

/** At most so much is seen of a list; so its first drawing has rows already, and not only the second, when the list has been measured. */
export const windowRect = () => ({ width: window.innerWidth, height: window.innerHeight });
