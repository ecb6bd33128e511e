/** Ctrl-K or ⌘K anywhere; "/" and "?" where nobody is typing. */
import { useEffect } from 'react';
import { openKeyMap } from '@/features/keys/store';
import { useKeys } from '@/ui/useKeys';
import { openPalette, togglePalette } from './paletteStore';

export function useShortcut() {
  useKeys({ '/': openPalette, '?': openKeyMap });
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (event.isComposing || !command || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      togglePalette();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, []);
}
