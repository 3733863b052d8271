import type { Socket } from 'node:net';

/** How a link treats the bytes that pass. Read at every chunk, so a change acts on open connections too. */
export interface Weather {
  latencyMs: number;
  jitterMs: number;
  /** Bytes vanish: what arrives meanwhile never comes out, not even after healing. */
  isSwallowing: boolean;
  /** Bytes wait: what arrives meanwhile comes out, in order, after healing. */
  isHolding: boolean;
}

/** One direction of one connection. */
export interface Link {
  /** Lets go of what was held, if the weather allows. */
  flush(): void;
  /** Forgets what is under way and stops its timer. */
  drop(): void;
}

interface Chunk {
  readonly bytes: Buffer | 'end';
  readonly dueAt: number;
}

/**
 * Carries bytes from one socket to another through the weather. Order is kept whatever the jitter: TCP would keep it too.
 */
export function createLink(from: Socket, to: Socket, weather: Readonly<Weather>): Link {
  const queue: Chunk[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    while (queue[0] && !weather.isHolding) {
      const waitMs = queue[0].dueAt - performance.now();
      if (waitMs > 0) {
        timer = setTimeout(flush, waitMs);
        return;
      }
      deliver(to, queue.shift()?.bytes);
    }
  };

  const accept = (bytes: Chunk['bytes']): void => {
    if (weather.isSwallowing) return;
    const lateMs = weather.latencyMs + Math.random() * weather.jitterMs;
    // Never before its predecessor: jitter delays, it does not reorder.
    queue.push({ bytes, dueAt: Math.max(performance.now() + lateMs, queue.at(-1)?.dueAt ?? 0) });
    flush();
  };

  from.on('data', accept);
  from.on('end', () => accept('end'));
  return {
    flush,
    drop: () => {
      clearTimeout(timer);
      queue.length = 0;
    },
  };
}

function deliver(to: Socket, bytes: Chunk['bytes'] | undefined): void {
  if (!to.writable || bytes === undefined) return;
  if (bytes === 'end') to.end();
  else to.write(bytes);
}
