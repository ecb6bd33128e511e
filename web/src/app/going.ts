/** The line at the top while one is on the way to another page: it is painted before anything else is done about the tap. */
import type { AnyRouter } from '@tanstack/react-router';

const mark = document.documentElement.dataset;
/** Milliseconds after which nobody waits for a frame any more: a window that is hidden paints none. */
const AT_MOST = 50;

export function showGoing(router: AnyRouter): void {
  router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
    if (pathChanged) mark.going = '';
  });
  router.subscribe('onResolved', () => delete mark.going);
}

/** Waits for the frame in which the line stands. A page whose answers are at hand is otherwise drawn whole before it. */
export async function goingShown(): Promise<void> {
  if (mark.going === undefined || document.hidden) return;
  await new Promise<void>((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, AT_MOST);
  });
}
