/** A message of the device leads into a page that is open already: the service worker says where to. */
export function followPushed(go: (path: string) => void): void {
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }: MessageEvent<{ go?: unknown }>) => {
    if (typeof data?.go !== 'string' || !data.go.startsWith('/')) return;
    // Without an answer the worker opens a page of its own.
    ports[0]?.postMessage(true);
    go(data.go);
  });
}
