import type { SocketOptions } from '../../../src/client/options.js';
import { createOutbox } from '../../../src/client/optional/outbox.js';
import type { SocketUrl } from '../../../src/client/url.js';
import type { Codec } from '../../../src/protocol/codec.js';
import type { PageSignal } from '../../../src/machine/event.js';
import { jsonCodec } from '../../../src/protocol/codecs/jsonCodec.js';
import { createFakeConnection, type FakeConnection } from './fakeConnection.js';
import type { FakeSocket } from './fakeTransport.js';

/** What the app hands in, at its worst. */
export interface WorldPlan {
  readonly heartbeat: SocketOptions['heartbeat'];
  readonly reconnect: SocketOptions['reconnect'];
  readonly whenHidden: SocketOptions['whenHidden'];
  readonly url: 'literal' | 'throws' | 'rejects' | 'asks';
  readonly unauthorized: 'none' | 'throws' | 'asks';
  readonly codecThrows: 'never' | 'encoding' | 'classifying';
  readonly outbox: 'none' | 'calm' | 'throws';
  /** What a listener does with the records and messages it sees; at most a few times, or it would be its own endless loop. */
  readonly listener: 'calm' | 'throws' | 'connects' | 'reconnects' | 'disconnects';
  readonly hearsRecord: string;
  readonly random: number;
}

/** One connection, everything around it in the test's hand. */
export interface DriverWorld extends Pick<FakeConnection, 'subject' | 'clock' | 'sockets'> {
  /** Sockets that are neither dropped nor ended by the network. */
  readonly live: readonly FakeSocket[];
  readonly isRetired: (socket: FakeSocket) => boolean;
  readonly end: (socket: FakeSocket) => void;
  /** Answers to URL functions and credential refreshes that are still owed. */
  readonly owed: ((isGood: boolean) => void)[];
  readonly tellPage: (signal: PageSignal) => void;
  /** Who listens to the page. */
  readonly pageListenerCount: number;
  /** How often a listener has done what the plan says. */
  readonly interferenceCount: number;
}

const LISTENER_LIMIT = 3;

export function createDriverWorld(plan: WorldPlan): DriverWorld {
  const ended = new Set<FakeSocket>();
  const owed: DriverWorld['owed'] = [];
  const pageListeners = new Set<(signal: PageSignal) => void>();
  const page = { isHidden: false, isOnline: true };
  let interferenceCount = 0;

  const ask = <T>(answer: T): Promise<T> =>
    new Promise((resolve, reject) => owed.push((isGood) => (isGood ? resolve(answer) : reject(new Error('no')))));
  const fail = (): never => {
    throw new Error('the app’s own fault');
  };
  const urls: Record<WorldPlan['url'], SocketUrl> = {
    literal: 'ws://gateway.test/ws',
    throws: fail,
    rejects: () => Promise.reject(new Error('no URL')),
    asks: () => ask('ws://gateway.test/ws'),
  };
  const ours = jsonCodec();
  const codec: Codec = {
    ...ours,
    start: () => ({
      ...ours.start(),
      ...(plan.codecThrows === 'encoding' && { ping: fail, pong: fail }),
      ...(plan.codecThrows === 'classifying' && { classify: fail }),
    }),
  };
  const outboxThrows = plan.outbox === 'throws' ? { onDropped: fail, onUnconfirmed: fail } : {};

  const { subject, clock, sockets } = createFakeConnection(
    {
      heartbeat: plan.heartbeat && { ...plan.heartbeat, codec },
      reconnect: plan.reconnect,
      whenHidden: plan.whenHidden,
      random: () => plan.random,
      page: {
        isHidden: () => page.isHidden,
        isOnline: () => page.isOnline,
        subscribe: (tell) => {
          pageListeners.add(tell);
          return () => pageListeners.delete(tell);
        },
      },
      ...(plan.unauthorized !== 'none' && {
        onUnauthorized: plan.unauthorized === 'asks' ? () => ask(undefined) : fail,
      }),
      ...(plan.outbox !== 'none' && { outbox: createOutbox({ maxMessages: 2, ttlMs: 5_000, ...outboxThrows }) }),
    },
    urls[plan.url],
  );

  const misbehave = (): void => {
    if (plan.listener === 'calm' || interferenceCount >= LISTENER_LIMIT) return;
    interferenceCount += 1;
    if (plan.listener === 'throws') fail();
    if (plan.listener === 'connects') subject.connect();
    if (plan.listener === 'reconnects') subject.reconnect();
    if (plan.listener === 'disconnects') subject.disconnect();
  };
  subject.onEvent((record) => {
    if (record.kind === plan.hearsRecord) misbehave();
  });
  subject.onMessage(misbehave);
  // One that throws after another has ended the connection.
  if (plan.listener === 'disconnects') subject.onMessage(fail);

  const isRetired = (socket: FakeSocket): boolean => socket.dropped !== undefined || ended.has(socket);
  return {
    subject,
    clock,
    sockets,
    get live() {
      return sockets.filter((socket) => !isRetired(socket));
    },
    isRetired,
    end: (socket) => ended.add(socket),
    owed,
    tellPage: (signal) => {
      if (signal === 'hidden' || signal === 'visible') page.isHidden = signal === 'hidden';
      if (signal === 'online' || signal === 'offline') page.isOnline = signal === 'online';
      for (const tell of pageListeners) tell(signal);
    },
    get pageListenerCount() {
      return pageListeners.size;
    },
    get interferenceCount() {
      return interferenceCount;
    },
  };
}
