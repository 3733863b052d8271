import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createLink, type Link, type Weather } from './chaosLink.js';

/** A TCP proxy whose path can be made bad on purpose. What it does is done to open connections and to new ones. */
export interface ChaosProxy {
  readonly port: number;
  /** `ws://127.0.0.1:<port>` */
  readonly url: string;
  /** Delays every chunk by `ms` plus up to `jitterMs`; order is kept. Zero both to end it. */
  latency(delay: { ms: number; jitterMs?: number }): void;
  /** A path that leads nowhere: TCP stays open and is accepted, bytes are lost. A half-open connection, for either side. */
  blackhole(): void;
  /** A path that pauses: bytes are kept, and delivered in order by `heal`. */
  stall(): void;
  /** Ends `blackhole` and `stall`. Bytes a black hole took are gone: connections of that time are as good as dead. */
  heal(): void;
  /** Ends every open connection with a RST on both sides. */
  resetAll(): void;
  /** Sends FIN to the clients of open connections and keeps their other direction open. */
  halfClose(): void;
  /** Resets new connections as they come, until `accept`. */
  refuse(): void;
  /** Takes new connections again. */
  accept(): void;
  /** Connections taken since the start, and those that live now. Refused ones are not counted. */
  readonly connections: { readonly accepted: number; readonly open: number };
  /** When each connection came, refused ones included: epoch ms. */
  readonly dialedAt: readonly number[];
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly links: readonly [Link, Link];
}

export interface ChaosProxyOptions {
  readonly target: { readonly host?: string; readonly port: number };
  /** How old each connection gets before it is reset. @default as old as it likes */
  readonly maxAgeMs?: () => number;
}

/** Starts a chaos proxy on a free loopback port in front of `target`. It ends, and all its connections, with the test. */
export async function startChaosProxy({ target, maxAgeMs }: ChaosProxyOptions): Promise<ChaosProxy> {
  const weather: Weather = { latencyMs: 0, jitterMs: 0, isSwallowing: false, isHolding: false };
  const pairs = new Set<Pair>();
  let acceptedCount = 0;
  let isRefusing = false;
  const dialedAt: number[] = [];

  // Half-open sockets are the point: an end on one side must reach the other by our hand only.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => {});
    dialedAt.push(Date.now());
    if (isRefusing) {
      client.resetAndDestroy();
      return;
    }
    acceptedCount += 1;
    const pair = join(client, target, weather, pairs);
    const ageTimer = maxAgeMs && setTimeout(() => reset(pair), maxAgeMs());
    client.on('close', () => clearTimeout(ageTimer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    pairs.forEach(reset);
    await closed;
  });
  const flushAll = (): void => pairs.forEach(({ links }) => links.forEach((link) => link.flush()));

  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    latency: ({ ms, jitterMs = 0 }) => void Object.assign(weather, { latencyMs: ms, jitterMs }),
    blackhole: () => void (weather.isSwallowing = true),
    stall: () => void (weather.isHolding = true),
    heal: () => {
      weather.isSwallowing = weather.isHolding = false;
      flushAll();
    },
    resetAll: () => pairs.forEach(reset),
    halfClose: () => pairs.forEach(({ client }) => client.end()),
    refuse: () => void (isRefusing = true),
    accept: () => void (isRefusing = false),
    get connections() {
      return { accepted: acceptedCount, open: pairs.size };
    },
    dialedAt,
  };
}

function join(client: Socket, target: ChaosProxyOptions['target'], weather: Weather, pairs: Set<Pair>): Pair {
  const upstream = connect({ host: target.host ?? '127.0.0.1', port: target.port, allowHalfOpen: true, noDelay: true });
  const links = [createLink(client, upstream, weather), createLink(upstream, client, weather)] as const;
  const pair: Pair = { client, upstream, links };
  pairs.add(pair);
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    // A reset of one side is passed on as a reset; in a black hole or a stall neither side hears of it.
    socket.on('error', () => {
      if (!weather.isSwallowing && !weather.isHolding) other.resetAndDestroy();
    });
    socket.on('close', () => {
      if (!client.destroyed || !upstream.destroyed) return;
      links.forEach((link) => link.drop());
      pairs.delete(pair);
    });
  }
  return pair;
}

function reset({ client, upstream }: Pair): void {
  client.resetAndDestroy();
  // While it still connects there is nothing to reset, and Node would wait for the connection first.
  if (upstream.connecting) upstream.destroy();
  else upstream.resetAndDestroy();
}
