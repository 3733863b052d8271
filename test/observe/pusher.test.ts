/* oxlint-disable typescript/no-unnecessary-type-conversion, typescript/no-unnecessary-type-assertion, eslint/no-underscore-dangle -- enums of the clients, types of their older versions, names of their own */
import { createRequire } from 'node:module';
import Echo from 'laravel-echo';
import Echo1 from 'laravel-echo-1';
import type PusherType from 'pusher-js';
import { observePusher, type PusherLike } from '../../src/observe/index.js';
import { describeObserver, describeOlderClient } from '../support/observe/observerContract.js';
import type { ClientKind } from '../support/observe/observedWorld.js';
import { pusherServer } from '../support/observe/scripted.js';

const require = createRequire(import.meta.url);
const Pusher = require('pusher-js') as typeof PusherType;
const Pusher7 = require('pusher-js-7') as typeof PusherType;
const Pusher6 = require('pusher-js-6') as typeof PusherType;

const subject = (pusher: PusherType, observed: PusherLike): ReturnType<ClientKind['create']> => ({
  observe: () => observePusher(observed, { lostAfterMs: 300 }),
  // Its state stays `connected` for a second after a drop.
  isOpen: () => pusher.connection.state === 'connected' && pusher.connection.connection !== null,
  listeners: () =>
    Object.entries(
      (pusher.connection as unknown as { callbacks: { _callbacks: Record<string, unknown[]> } }).callbacks._callbacks,
    ).map(([event, list]) => [event, list.length]),
  end: () => pusher.disconnect(),
});

const options = (port: number) => ({
  cluster: 'eu',
  wsHost: '127.0.0.1',
  wsPort: port,
  forceTLS: false,
  enabledTransports: ['ws' as const],
  disableStats: true,
  activityTimeout: 300,
  // A process that is held up for this long would take its own server for dead.
  pongTimeout: 1_000,
});

const create =
  (Client: typeof PusherType): ClientKind['create'] =>
  (port) => {
    const pusher = new Client('key', options(port));
    return subject(pusher, pusher);
  };

const kind = {
  serve: pusherServer,
  knowsNextAttempt: 'first',
  noticesSilenceMs: 1_500,
  countsAttempts: false,
} as const;
describeObserver('pusher-js 8', { ...kind, create: create(Pusher) });
describeObserver('pusher-js 7', { ...kind, create: create(Pusher7) });
describeOlderClient('pusher-js 6', { ...kind, create: create(Pusher6) });

const createEcho =
  (Client: typeof Echo): ClientKind['create'] =>
  (port) => {
    const echo = new Client({ broadcaster: 'pusher', key: 'key', Pusher, ...options(port) } as never) as Echo<'pusher'>;
    return subject(echo.connector.pusher, echo);
  };
describeObserver('laravel-echo 2', { ...kind, create: createEcho(Echo) });
describeOlderClient('laravel-echo 1', { ...kind, create: createEcho(Echo1 as unknown as typeof Echo) });
