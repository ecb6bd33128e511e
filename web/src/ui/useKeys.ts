/** Keys that do something on a whole page, where nobody is typing and nothing lies over it. */
import { useEffect, useRef } from 'react';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Some dialog or menu is open; closed ones may stay in the document, hidden. */
const isCovered = () => [...document.querySelectorAll('[role=dialog], [role=menu]')].some((one) => one.checkVisibility?.() ?? true);

/** By key, as the event names it; what is absent for now does nothing. A part of the page that has taken a key goes before it. */
export function useKeys(keys: Record<string, (() => void) | undefined | false>) {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = now.current[event.key];
      if (!act || isCovered()) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
