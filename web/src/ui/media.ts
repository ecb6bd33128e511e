/** Which of the three widths the window has. */
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

/** Below 768 px: cards, bottom tabs, bottom sheets. */
export const isPhone = phone.get;
export const useIsPhone = () => useSyncExternalStore(phone.subscribe, phone.get);
/** Below 1100 px: the record page has two columns. */
export const useIsNarrow = () => useSyncExternalStore(narrow.subscribe, narrow.get);
