/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import { Centrifuge } from 'centrifuge';
import { Centrifuge as Centrifuge3 } from 'centrifuge-3';
import { Centrifuge as Centrifuge4 } from 'centrifuge-4';
import { WebSocket } from 'ws';
import { observeCentrifuge } from '../../src/observe/index.js';
import { listenerCounts } from '../support/observe/listenerCounts.js';
import { describeObserver, describeOlderClient } from '../support/observe/observerContract.js';
import type { ClientKind } from '../support/observe/observedWorld.js';
import { centrifugeServer } from '../support/observe/scripted.js';

const create =
  (Client: typeof Centrifuge): ClientKind['create'] =>
  (port) => {
    const client = new Client(`ws://127.0.0.1:${port}/connection/websocket`, {
      websocket: WebSocket,
      minReconnectDelay: 100,
      maxReconnectDelay: 300,
      maxServerPingDelay: 300,
    });
    client.connect();
    return {
      observe: () => observeCentrifuge(client, { lostAfterMs: 300 }),
      isOpen: () => String(client.state) === 'connected',
      listeners: () => [
        listenerCounts(client as never, ['connected', 'connecting', 'disconnected']),
        ['_startReconnecting', '_getReconnectDelay'].map((name) => Object.hasOwn(client, name)),
      ],
      end: () => client.disconnect(),
    };
  };

const kind = { serve: centrifugeServer, knowsNextAttempt: true, noticesSilenceMs: 1_500 } as const;
describeObserver('centrifuge 5', { ...kind, create: create(Centrifuge) });
describeObserver('centrifuge 4', { ...kind, create: create(Centrifuge4 as unknown as typeof Centrifuge) });
describeOlderClient('centrifuge 3', { ...kind, create: create(Centrifuge3 as unknown as typeof Centrifuge) });
