/** How cards are dragged: the mouse after 5 px, a finger after a short hold, so that columns still scroll. Keys have moves of their own. */
import { MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';

export function useDrag() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 6 } }),
  );
}
