/** Where a floating panel stands: at its anchor, inside the window, on the other side if it must. */
import { useLayoutEffect, useState, type RefObject } from 'react';

export type Placement = 'bottomLeft' | 'bottomRight' | 'topLeft' | 'topRight' | 'top' | 'bottom';

export interface Box {
  top: number;
  left: number;
  width: number;
  height: number;
}

const GAP = 4;
const EDGE = 8;

/** Pure, so that it can be tried without a browser. */
export function placeAt(anchor: Box, panel: { width: number; height: number }, window: { width: number; height: number }, placement: Placement) {
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - panel.height;
  const fitsBelow = below + panel.height <= window.height - EDGE;
  const fitsAbove = above >= EDGE;
  const wantsBelow = placement.startsWith('bottom');
  const useBelow = wantsBelow ? fitsBelow || !fitsAbove : !fitsAbove && fitsBelow;
  let left = anchor.left;
  if (placement.endsWith('Right')) left = anchor.left + anchor.width - panel.width;
  else if (!placement.endsWith('Left')) left = anchor.left + (anchor.width - panel.width) / 2;
  return {
    top: Math.max(EDGE, Math.min(useBelow ? below : above, window.height - EDGE - panel.height)),
    left: Math.max(EDGE, Math.min(left, window.width - EDGE - panel.width)),
  };
}

/** Coordinates for `position: fixed`, kept right while things scroll or change their size. */
export function usePlacement(anchor: HTMLElement | null, panel: RefObject<HTMLElement | null>, open: boolean, placement: Placement) {
  const [at, setAt] = useState<{ top: number; left: number } | null>(null);
  useLayoutEffect(() => {
    if (!open || !anchor) {
      setAt(null);
      return;
    }
    const place = () => {
      const element = panel.current;
      if (!element) return;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const next = placeAt(anchor.getBoundingClientRect(), size, { width: window.innerWidth, height: window.innerHeight }, placement);
      setAt((before) => (before?.top === next.top && before.left === next.left ? before : next));
    };
    place();
    const watcher = new ResizeObserver(place);
    if (panel.current) watcher.observe(panel.current);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      watcher.disconnect();
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [anchor, panel, open, placement]);
  return at;
}
