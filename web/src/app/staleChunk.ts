/**
 * After an upgrade an open tab asks for chunks that are gone. One guarded reload fetches the new
 * page; a second failure within a minute is a real fault and is left to the error page.
 */
const KEY = 'shuke.reloaded';

export function reloadOnStaleChunk() {
  window.addEventListener('vite:preloadError', (event) => {
    try {
      const last = Number(sessionStorage.getItem(KEY) ?? 0);
      if (Date.now() - last < 60_000) return;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      return;
    }
    event.preventDefault();
    window.location.reload();
  });
}
