/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { expect, it } from 'vitest';
import * as signalR8 from 'signalr-8';
import * as signalR9 from 'signalr-9';
import { observeSignalR, signalRRetryPolicy } from '../../src/observe/index.js';
import { describeObserver, describeOlderClient } from '../support/observe/observerContract.js';
import { startObservedWorld, type ClientKind } from '../support/observe/observedWorld.js';
import { signalRServer } from '../support/observe/scripted.js';
import { waitFor } from '../support/waitFor.js';

const DELAYS = { minDelayMs: 100, baseDelayMs: 100, maxDelayMs: 300 };
type Builder = typeof HubConnectionBuilder;

const create =
  (Hub: Builder, policy = () => signalRRetryPolicy(DELAYS)): ClientKind['create'] =>
  (port) => {
    const hub = new Hub()
      .withUrl(`http://127.0.0.1:${port}/hub`, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .withAutomaticReconnect(policy())
      .configureLogging(LogLevel.None)
      .build();
    hub.serverTimeoutInMilliseconds = 500;
    hub.keepAliveIntervalInMilliseconds = 200;
    const inside = hub as unknown as Record<string, { length: number }>;
    return {
      observe: () => observeSignalR(hub, { lostAfterMs: 300 }),
      start: () => hub.start(),
      isOpen: () => String(hub.state) === 'Connected',
      listeners: () => [
        ['_reconnectingCallbacks', '_reconnectedCallbacks', '_closedCallbacks'].map((name) => inside[name]?.length),
        ['start', 'stop', '_startInternal'].map((name) => Object.hasOwn(hub, name)),
        (hub as unknown as { _reconnectPolicy: Record<string, unknown> })._reconnectPolicy[
          'nextRetryDelayInMilliseconds'
        ],
      ],
      end: () => hub.stop(),
    };
  };

const kind = {
  serve: signalRServer,
  knowsNextAttempt: true,
  noticesSilenceMs: 500,
  // Its `stop()` waits for a dial that is under way.
  endsHangingDials: false,
} as const;
describeObserver('SignalR 10', { ...kind, create: create(HubConnectionBuilder) });
describeObserver('SignalR 9', { ...kind, create: create(signalR9.HubConnectionBuilder as unknown as Builder) });
describeOlderClient('SignalR 8', { ...kind, create: create(signalR8.HubConnectionBuilder as unknown as Builder) });

it('has failed when the retry policy gives up', async () => {
  const policy = () => signalRRetryPolicy({ ...DELAYS, maxAttempts: 2 });
  const world = await startObservedWorld({ ...kind, create: create(HubConnectionBuilder, policy) });
  await waitFor('open', () => world.connection.store.getState().status === 'open');
  world.proxy.refuse();
  world.proxy.resetAll();
  await waitFor('the end', () => world.connection.store.getState().status === 'failed');
  // Asked while nothing answers: the dials of a person end by the same policy.
  world.connection.reconnect();
  expect(world.connection.store.getState().status).toBe('reconnecting');
  await waitFor('the end of those', () => world.connection.store.getState().status === 'failed');
  world.proxy.accept();
  world.connection.reconnect();
  await waitFor('open again', () => world.connection.store.getState().status === 'open');
  expect(world.lies).toEqual([]);
});
