import { createRequire } from 'node:module';
import type { buildSchema as BuildSchema } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { createClient as createClient5 } from 'graphql-ws-5';
import { useServer } from 'graphql-ws/use/ws';
import { expect, it } from 'vitest';
import { WebSocketServer, WebSocket } from 'ws';
import { graphqlWsRetry, observeGraphqlWs } from '../../src/observe/index.js';
import { startWsServer } from '../support/observe/wsServer.js';
import { describeObserver } from '../support/observe/observerContract.js';
import { startObservedWorld, type ClientKind } from '../support/observe/observedWorld.js';
import { sleep, waitFor } from '../support/waitFor.js';

// graphql refuses a schema of another copy of itself, and Vitest's import is another one than that of graphql-ws.
const { buildSchema } = createRequire(import.meta.url)('graphql') as { buildSchema: typeof BuildSchema };
const schema = buildSchema('type Query { ok: Boolean } type Subscription { ticks: Int }');
const roots = {
  subscription: {
    ticks: async function* ticks() {
      for (let count = 0; ; count += 1) {
        yield { ticks: count };
        await sleep(20);
      }
    },
  },
};

const serve: ClientKind['serve'] = (port) =>
  startWsServer(port, (server: WebSocketServer) => void useServer({ schema, roots }, server));

/** The client closes sockets that still connect, which `ws` calls an error. */
class QuietWebSocket extends WebSocket {
  constructor(url: string, protocols: string) {
    super(url, protocols);
    this.on('error', () => {});
  }
}

const DELAYS = { minDelayMs: 100, baseDelayMs: 100, maxDelayMs: 300 };

/** With a subscription, because a client without one has no connection. */
const create =
  (
    make: typeof createClient,
    retryWait: () => { retryWait?: (retries: number) => Promise<void> },
  ): ClientKind['create'] =>
  (port) => {
    let socket: WebSocket | undefined;
    const counts = new Map<string, number>();
    const client: Client = make({
      url: `ws://127.0.0.1:${port}`,
      webSocketImpl: QuietWebSocket,
      retryAttempts: Infinity,
      // By default the client retries closes, and not errors: a refused dial would be its last.
      shouldRetry: () => true,
      ...retryWait(),
      keepAlive: 200,
      on: { connected: (opened) => (socket = opened as WebSocket) },
    });
    let deadline: NodeJS.Timeout | undefined;
    client.on('ping', (isReceived) => {
      if (!isReceived) deadline = setTimeout(() => client.terminate(), 300);
    });
    client.on('pong', (isReceived) => isReceived && clearTimeout(deadline));
    client.on('closed', () => clearTimeout(deadline));
    // The client does not count its listeners.
    const counting = {
      ...client,
      on: ((event: 'closed', listener: () => void) => {
        counts.set(event, (counts.get(event) ?? 0) + 1);
        const undo = client.on(event, listener);
        return () => {
          counts.set(event, (counts.get(event) ?? 0) - 1);
          undo();
        };
      }) as Client['on'],
    };
    return {
      observe: () => observeGraphqlWs(counting, { lostAfterMs: 300 }),
      start: () =>
        client.subscribe({ query: 'subscription { ticks }' }, { next: () => {}, error: () => {}, complete: () => {} }),
      isOpen: () => socket?.readyState === WebSocket.OPEN,
      listeners: () => Object.fromEntries(counts),
      end: () => {
        clearTimeout(deadline);
        client.terminate();
        return client.dispose();
      },
    };
  };

describeObserver('graphql-ws 6 with our schedule', {
  serve,
  create: create(createClient, () => ({ retryWait: graphqlWsRetry(DELAYS) })),
  knowsNextAttempt: true,
  noticesSilenceMs: 500,
  saysWhereItStands: false,
});

describeObserver('graphql-ws 5 with our schedule', {
  serve,
  create: create(createClient5 as typeof createClient, () => ({ retryWait: graphqlWsRetry(DELAYS) })),
  knowsNextAttempt: true,
  noticesSilenceMs: 500,
  saysWhereItStands: false,
});

it('says that version 4 is too old', () => {
  // What `createClient` of 4.9 returns; its peer is a graphql that cannot be installed beside this one.
  const client4 = { on: () => () => {}, subscribe: () => () => {}, dispose: () => {} } as never;
  expect(() => observeGraphqlWs(client4)).toThrow('graphql-ws 5.10 or later');
});

it('has failed when the client has used up its attempts', async () => {
  const world = await startObservedWorld({
    serve,
    knowsNextAttempt: true,
    create: create(createClient, () => ({ retryWait: graphqlWsRetry(DELAYS), retryAttempts: 2 })),
  });
  await waitFor('open', () => world.connection.store.getState().status === 'open');
  world.proxy.refuse();
  world.proxy.resetAll();
  await waitFor('the end', () => world.connection.store.getState().status === 'failed');
  expect(world.connection.log.map(({ kind }) => kind)).toContain('retry.exhausted');
});

it('is idle without a subscription', async () => {
  const server = await serve(0);
  const client = createClient({ url: `ws://127.0.0.1:${server.port}`, webSocketImpl: WebSocket });
  const connection = observeGraphqlWs(client);
  const end = client.subscribe(
    { query: 'subscription { ticks }' },
    { next: () => {}, error: () => {}, complete: () => {} },
  );
  await waitFor('open', () => connection.store.getState().status === 'open');
  end();
  await waitFor('idle', () => connection.store.getState().status === 'idle');
  await client.dispose();
  await server.stop();
});
