/**
 * Enter on an offer that still belongs to what was typed before: it waits for the answer and is given again then, so a quick
 * hand gets what it asked for and not what happened to stand first. Typing on lets it go; whoever chose by arrow is believed.
 */
import { useEffect, useRef, type KeyboardEvent, type KeyboardEventHandler } from 'react';

const PRESS = { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true, cancelable: true };

/** `settled`: what is offered belongs to what is typed. The answer goes to `onKeyDownCapture` of whatever holds the field. */
export function useHeldEnter(settled: boolean): KeyboardEventHandler {
  const held = useRef<EventTarget | null>(null);
  const moved = useRef(false);
  useEffect(() => {
    const target = held.current;
    if (!target || !settled) return;
    held.current = null;
    for (const type of ['keydown', 'keyup']) target.dispatchEvent(new globalThis.KeyboardEvent(type, PRESS));
  });
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    held.current = null;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moved.current = true;
    else if (event.key !== 'Enter') moved.current = false;
    else if (plain && !settled && !moved.current) {
      held.current = event.target;
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
