import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { closeOf } from '../closeOf.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { listen } from '../emitter.js';
import type { Observation, ObservedClose, Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { tap } from '../tap.js';

/** What is needed of a `WebsocketProvider` of y-websocket. */
export interface YWebsocketProvider {
  readonly wsconnected: boolean;
  readonly wsconnecting: boolean;
  readonly shouldConnect: boolean;
  readonly wsUnsuccessfulReconnects: number;
  readonly maxBackoffTime: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- its events are typed one by one
  on(event: any, listener: (...args: any[]) => void): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  off(event: any, listener: (...args: any[]) => void): unknown;
  connect(): void;
  disconnect(): void;
}

/**
 * Follows a provider of y-websocket 3 (or 2). The time of the next attempt follows from its count of attempts.
 *
 * @throws HeartbeatOptionError naming the member that `provider` lacks
 * @example const connection = observeYWebsocket(new WebsocketProvider('wss://example.com', 'room', doc));
 */
export function observeYWebsocket(provider: YWebsocketProvider, options?: ObserverOptions): ObservedConnection {
  const members = ['on', 'off', 'connect', 'disconnect', 'wsconnected: boolean', 'shouldConnect: boolean'];
  requireMembers('observeYWebsocket(provider)', 'a WebsocketProvider of y-websocket', provider, members);
  const watch = (tell: Tell): (() => void)[] => {
    let isWatching = true;
    const down = (close: ObservedClose | undefined): void => {
      if (!provider.shouldConnect) return tell({ status: 'closed' });
      // Without an event the provider has closed it itself: nothing had come for half a minute.
      const cause: Observation['cause'] = close ? undefined : 'heartbeat-timeout';
      tell({ status: 'reconnecting', cause, close });
      // It counts the attempt and sets its timer after it has told.
      queueMicrotask(() => {
        if (!isWatching || !provider.shouldConnect || provider.wsconnecting || provider.wsconnected) return;
        const { wsUnsuccessfulReconnects: count, maxBackoffTime } = provider;
        tell({ status: 'reconnecting', retryInMs: Math.min(2 ** count * 100, maxBackoffTime), cause });
      });
    };
    const undo = [
      listen(provider, {
        status: ({ status }: { status: string }) => {
          if (status === 'connected') tell({ status: 'open' });
          else if (status === 'connecting') tell({ status });
        },
        'connection-close': (event: unknown) => down(closeOf(event)),
        closed: ({ code, reason }: ObservedClose) =>
          tell({ status: 'failed', cause: 'refused', close: { code, reason, wasClean: true } }),
      }),
      tap(provider, 'disconnect', () => tell({ status: 'closed' })),
    ];
    const { wsconnected, wsconnecting, shouldConnect } = provider;
    if (wsconnected) tell({ status: 'open' });
    else if (wsconnecting) tell({ status: 'connecting' });
    else tell({ status: shouldConnect ? 'reconnecting' : 'idle' });
    return [...undo, () => (isWatching = false)];
  };
  const reconnect = (): void => {
    provider.disconnect();
    provider.connect();
  };
  return createObservedConnection(
    { watch, connect: () => provider.connect(), reconnect, disconnect: () => provider.disconnect() },
    options,
  );
}
