/** "Please show the keys": asked from anywhere, answered by the shell. */
import { createStore, useStore } from '@/ui/store';

const open = createStore(false);

export const openKeyMap = () => open.set(true);
export const closeKeyMap = () => open.set(false);
export const useKeyMapOpen = () => useStore(open);
