/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import { createRequire } from 'node:module';
import { RealtimeClient } from '@supabase/realtime-js';
import { Socket } from 'phoenix';
import { WebSocket } from 'ws';
import { observePhoenix, phoenixReconnectAfterMs } from '../../src/observe/index.js';
import { describeObserver } from '../support/observe/observerContract.js';
import type { ClientKind } from '../support/observe/observedWorld.js';
import { phoenixServer } from '../support/observe/scripted.js';

// It has no types of its own.
const { Socket: Socket16 } = createRequire(import.meta.url)('phoenix-1.6') as { Socket: typeof Socket };

const reconnectAfterMs = () => phoenixReconnectAfterMs({ minDelayMs: 100, baseDelayMs: 100, maxDelayMs: 300 });

interface Inside {
  readonly stateChangeCallbacks: Readonly<Record<string, readonly unknown[]>>;
}
const listeners = (inside: Inside, socket: object) => [
  Object.entries(inside.stateChangeCallbacks).map(([event, list]) => [event, list.length]),
  ['connect', 'disconnect', 'heartbeatTimeout'].map((name) => Object.hasOwn(socket, name)),
  (socket as { reconnectTimer?: { timerCalc: unknown } }).reconnectTimer?.timerCalc,
];

const create =
  (Phoenix: typeof Socket): ClientKind['create'] =>
  (port) => {
    const socket = new Phoenix(`ws://127.0.0.1:${port}/socket`, {
      transport: WebSocket as never,
      reconnectAfterMs: reconnectAfterMs(),
      heartbeatIntervalMs: 200,
    });
    socket.connect();
    return {
      observe: () => observePhoenix(socket, { lostAfterMs: 300 }),
      isOpen: () => socket.isConnected(),
      listeners: () => listeners(socket as unknown as Inside, socket),
      end: () => socket.disconnect(),
    };
  };

const kind = { serve: phoenixServer, knowsNextAttempt: true, noticesSilenceMs: 500 } as const;
describeObserver('phoenix 1.8', { ...kind, create: create(Socket) });
describeObserver('phoenix 1.6', { ...kind, create: create(Socket16) });
describeObserver("Supabase's realtime client 2.100", {
  ...kind,
  create: (port) => {
    const client = new RealtimeClient(`ws://127.0.0.1:${port}/realtime/v1`, {
      transport: WebSocket as never,
      params: { apikey: 'key' },
      reconnectAfterMs: reconnectAfterMs(),
      heartbeatIntervalMs: 200,
    });
    client.connect();
    const { socketAdapter } = client as unknown as { socketAdapter: { getSocket(): object } };
    const socket = socketAdapter.getSocket();
    return {
      observe: () => observePhoenix(client, { lostAfterMs: 300 }),
      isOpen: () => client.isConnected(),
      listeners: () => listeners(client as unknown as Inside, socket),
      end: () => client.disconnect(),
    };
  },
});
