import { systemClock } from '../../client/clock.js';
import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { closeOf } from '../closeOf.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { causeOfGraphqlWs, isFatal } from './graphqlWsCloses.js';
import { justClosed, type RetryWait, type WaitListener } from './graphqlWsRetry.js';
import type { Observation, Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';

/** What is needed of a `Client` of graphql-ws. */
export interface GraphqlWsClient {
  // oxlint-disable-next-line typescript/no-explicit-any -- each event has arguments of its own, which the client's types know
  on(event: any, listener: (...args: any[]) => void): () => void;
  terminate(): void;
  dispose(): void | Promise<void>;
}

/**
 * Follows a client of graphql-ws 6 (or 5.10). Call it right after `createClient`, because the client does not say where it
 * stands. With `retryWait: graphqlWsRetry()` the time of the next attempt is known, and `reconnect()` ends the wait.
 * A client without subscriptions is `idle`.
 *
 * @throws HeartbeatOptionError naming the member that `client` lacks
 */
export function observeGraphqlWs(client: GraphqlWsClient, options: ObserverOptions = {}): ObservedConnection {
  const members = ['on', 'terminate', 'dispose'];
  requireMembers('observeGraphqlWs(client)', 'a Client of graphql-ws 5.10 or later', client, members);
  const { clock = systemClock } = options;
  let phase: 'down' | 'dialing' | 'open' = 'down';
  let wait: RetryWait | null = null;
  let isAsked = false;
  let isDisposed = false;

  const watch = (tell: Tell): (() => void)[] => {
    let isWatching = true;
    const hear: WaitListener = (next) => {
      if (!isWatching) return false;
      justClosed.delete(hear);
      phase = 'down';
      wait = next;
      tell({ status: 'reconnecting', retryInMs: isAsked ? 0 : next.delayMs, attempt: next.attempt });
      if (isAsked) next.end();
      return true;
    };
    const closed = (event: unknown): void => {
      // It waits already, or has been terminated before.
      if (phase === 'down') return;
      const wasOpen = phase === 'open';
      phase = 'down';
      const close = closeOf(event) ?? { code: 1006, reason: '', wasClean: false };
      const after = (status: Observation['status']): void =>
        tell({ status, close, cause: causeOfGraphqlWs(close.code) });
      if (isDisposed) return after('closed');
      if (close.code === 1000) return after('idle');
      if (isFatal(close.code)) return after('failed');
      after('reconnecting');
      // Our schedule is in use, but the client does not ask for a delay: it has given up, or has no subscriptions.
      justClosed.add(hear);
      clock.setTimeout(() => {
        if (justClosed.delete(hear) && wait && isWatching) after(wasOpen ? 'idle' : 'failed');
      }, 0);
    };
    const undo = [
      client.on('connecting', () => {
        phase = 'dialing';
        isAsked = false;
        tell({ status: 'connecting' });
      }),
      client.on('connected', () => {
        phase = 'open';
        justClosed.delete(hear);
        tell({ status: 'open' });
      }),
      client.on('pong', (isReceived: boolean) => isReceived && phase === 'open' && tell({ status: 'open' })),
      client.on('closed', closed),
      // A socket that fails says so before it closes, and the client asks for its wait in between.
      client.on('error', () => phase !== 'down' && justClosed.add(hear)),
    ];
    tell({ status: 'idle' });
    return [...undo, () => (isWatching = false), () => justClosed.delete(hear)];
  };
  const reconnect = (): void => {
    isAsked = true;
    if (phase === 'down') wait?.end();
    else client.terminate();
  };
  return createObservedConnection(
    {
      watch,
      reconnect,
      disconnect: () => {
        isDisposed = true;
        return client.dispose();
      },
    },
    options,
  );
}
