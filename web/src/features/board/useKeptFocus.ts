/** What is moved keeps the focus where it then stands, and where it is put back to when the move is refused. */
import { useCallback, useEffect, useRef, type RefObject } from 'react';

/** The page is drawn again a moment after the answer. */
const DRAWN = 100;

export function useKeptFocus(root: RefObject<HTMLElement | null>, attribute: string, drawn: unknown) {
  const kept = useRef<string | null>(null);
  useEffect(() => {
    const element = root.current;
    if (!kept.current || !element) return;
    const inside = document.activeElement === document.body || element.contains(document.activeElement);
    if (inside) element.querySelector<HTMLElement>(`[${attribute}="${kept.current}"] a`)?.focus();
  }, [root, attribute, drawn]);
  return useCallback((id: string, moving: Promise<void>) => {
    kept.current = id;
    void moving.finally(() =>
      setTimeout(() => {
        if (kept.current === id) kept.current = null;
      }, DRAWN),
    );
  }, []);
}
