/** How cards are dragged: the mouse after 5 px, a finger after a short hold, so that columns still scroll. Keys have moves of their own. */
import { MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';

export function useDrag() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
  );
}

/** The library says nothing: what was moved where is told when it is saved. */
export const SILENT = {
  announcements: { onDragStart: () => '', onDragOver: () => '', onDragEnd: () => '', onDragCancel: () => '' },
  screenReaderInstructions: { draggable: '' },
};

/** As long as the library keeps clicks to itself. */
const REST = 50;

/** The click that ends a drag is no click on the link below, which the browser would follow by itself. */
export function swallowClick() {
  const swallow = (event: Event) => event.preventDefault();
  window.addEventListener('click', swallow, true);
  setTimeout(() => window.removeEventListener('click', swallow, true), REST);
}
