/** Closes a floating panel: Escape, or a press outside of it and of what floats above it. */
import { useEffect, type RefObject } from 'react';
import { FLOATS } from './floats';

/** A list that is open inside the panel: Escape closes it first. */
const LIST = '[role="combobox"][aria-expanded="true"]';

export function useDismiss(open: boolean, anchor: HTMLElement | null, panel: RefObject<HTMLElement | null>, close: (back: boolean) => void) {
  useEffect(() => {
    if (!open) return;
    const press = (event: PointerEvent) => {
      const target = event.target as Element;
      if (panel.current?.contains(target) || anchor?.contains(target)) return;
      const floating = target.closest(FLOATS);
      if (floating && floating !== panel.current && !floating.contains(panel.current)) {
        const own = panel.current;
        // Something above us may stay; something that merely lies elsewhere closes us.
        if (!own || own.compareDocumentPosition(floating) & Node.DOCUMENT_POSITION_FOLLOWING) return;
      }
      close(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      const all = document.querySelectorAll('[data-floating]');
      if (all[all.length - 1] !== panel.current) return;
      if (panel.current?.contains(event.target as Node) && (event.target as Element).matches(LIST)) return;
      event.stopPropagation();
      close(true);
    };
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('keydown', key, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('keydown', key, true);
    };
  }, [open, anchor, panel, close]);
}
