// Live events: listeners get ready-made server-sent-event blocks.

export function publish(state, event, data) {
  const block = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  for (const listener of state.listeners) listener(block);
}

/** A stream answer that lives until the client goes away. */
export function eventStream(state) {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream({
    start(controller) {
      const send = (block) => controller.enqueue(encoder.encode(block));
      state.listeners.add(send);
      const beat = setInterval(() => send(': keep-alive\n\n'), 20_000);
      beat.unref?.();
      send('retry: 2000\n\n');
      stop = () => { clearInterval(beat); state.listeners.delete(send); };
    },
    cancel() { stop(); },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
