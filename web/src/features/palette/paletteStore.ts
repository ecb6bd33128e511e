/** "Please open the search": asked from anywhere, answered by the shell. */
import { createStore, useStore } from '@/ui/store';

const open = createStore(false);

/** What was typed after the search was asked for and before it stood there: its file may have to be fetched first. */
let ahead = '';

function hear(event: KeyboardEvent): void {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') closePalette();
  else if (event.key === 'Backspace') ahead = ahead.slice(0, -1);
  else if ([...event.key].length === 1) ahead += event.key;
  else if (event.key !== 'Enter') return;
  // The page behind is not meant.
  event.preventDefault();
  event.stopPropagation();
}

export const typedAhead = () => ahead;
export function stopTypingAhead(): void {
  document.removeEventListener('keydown', hear, true);
  ahead = '';
}

export function openPalette(): void {
  if (open.get()) return;
  document.addEventListener('keydown', hear, true);
  open.set(true);
}
export function closePalette(): void {
  stopTypingAhead();
  open.set(false);
}
export const togglePalette = () => (open.get() ? closePalette() : openPalette());
export const usePaletteOpen = () => useStore(open);
