/** "Please open the search": asked from anywhere, answered by the shell. */
import { createStore, useStore } from '@/ui/store';

const open = createStore(false);

export const openPalette = () => open.set(true);
export const closePalette = () => open.set(false);
export const togglePalette = () => open.set((before) => !before);
export const usePaletteOpen = () => useStore(open);
