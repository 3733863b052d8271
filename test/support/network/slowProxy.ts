import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A path of little bandwidth, as a phone has at the edge of a cell. */
export interface SlowProxy {
  readonly url: string;
  /** From now on every byte is lost, and TCP stays open. */
  readonly blackhole: () => void;
}

const TICK_MS = 20;

/**
 * Passes at most so many bytes a second each way, and lets TCP's own flow control hold back the rest. It ends with the
 * test.
 * @param target the port of a server on this machine
 */
export async function startSlowProxy(target: number, bytesPerSecond: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  let isHole = false;
  const budget = Math.ceil((bytesPerSecond * TICK_MS) / 1_000);

  const pass = (from: Socket, to: Socket): void => {
    from.pause();
    const timer = setInterval(() => {
      const available = Math.min(budget, from.readableLength);
      const chunk = available > 0 ? (from.read(available) as Buffer | null) : (from.read(0), null);
      if (chunk && !isHole) to.write(chunk);
    }, TICK_MS);
    from.on('close', () => {
      clearInterval(timer);
      if (!isHole) to.destroy();
    });
    from.on('error', () => {});
  };
  const server = createServer({ highWaterMark: 16_384 }, (client) => {
    const upstream = connect({ port: target, host: '127.0.0.1', highWaterMark: 16_384 } as never);
    for (const socket of [client, upstream]) sockets.add(socket);
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<unknown>((closed) => server.close(closed));
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    blackhole: () => {
      isHole = true;
    },
  };
}
