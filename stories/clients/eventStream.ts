const RETRY_MS = 2_000;

/** A server of event streams in the page, behind the function that takes the place of `fetch`. */
export function eventStream(isDown: () => boolean) {
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();

  const answer = (signal: AbortSignal | null | undefined): Response => {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const leave = (): void => void open.delete(own);
    signal?.addEventListener('abort', leave);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        open.add(own);
        own.enqueue(new TextEncoder().encode(`retry: ${RETRY_MS}\ndata: hello\n\n`));
      },
      cancel: leave,
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  };
  return {
    fetch: async (_: string | URL, init: { signal?: AbortSignal | null | undefined } = {}): Promise<Response> => {
      await new Promise((done) => setTimeout(done, 150));
      if (isDown()) throw new TypeError('Failed to fetch');
      return answer(init.signal);
    },
    drop: () => {
      for (const stream of open) stream.error(new TypeError('network error'));
      open.clear();
    },
  };
}
