import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { listen } from '../emitter.js';
import type { Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { tap } from '../tap.js';

/** What is needed of a `Centrifuge`. */
export interface CentrifugeClient {
  readonly state: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- its events are typed one by one
  on(event: any, listener: (context: any) => void): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  off(event: any, listener: (context: any) => void): unknown;
  connect(): void;
  disconnect(): void;
}

interface Context {
  readonly code: number;
  readonly reason: string;
}

/** Codes of centrifuge: who called, and who is not let in. */
const CALLED = 0;
const UNAUTHORIZED = 1;
const NO_PING = 11;

/**
 * Follows a client of centrifuge 5 (3 and 4 as well). The time of the next attempt is the one that the client has drawn.
 *
 * @throws HeartbeatOptionError naming the member that `client` lacks
 * @example const connection = observeCentrifuge(new Centrifuge('wss://example.com/connection/websocket'));
 */
export function observeCentrifuge(client: CentrifugeClient, options?: ObserverOptions): ObservedConnection {
  const members = ['on', 'off', 'connect', 'disconnect', 'state: string'];
  requireMembers('observeCentrifuge(client)', 'a Centrifuge of centrifuge 3 to 5', client, members);
  const watch = (tell: Tell): (() => void)[] => {
    const undo = [
      listen(client, {
        connected: ({ client: connectionId }: { client?: string }) => tell({ status: 'open', connectionId }),
        connecting: ({ code, reason }: Context) => {
          if (code === CALLED) return tell({ status: 'connecting' });
          const close = code >= 3000 ? { code, reason, wasClean: true } : undefined;
          return tell({ status: 'reconnecting', close, cause: code === NO_PING ? 'heartbeat-timeout' : undefined });
        },
        disconnected: ({ code, reason }: Context) => {
          if (code === CALLED) return tell({ status: 'closed' });
          const close = code >= 3000 ? { code, reason, wasClean: true } : undefined;
          return tell({ status: 'failed', close, cause: code === UNAUTHORIZED ? 'auth' : 'refused' });
        },
      }),
      tap(client, '_startReconnecting', () => client.state === 'connecting' && tell({ status: 'connecting' })),
      tap(client, '_getReconnectDelay', (retryInMs) => {
        if (client.state === 'connecting') tell({ status: 'reconnecting', retryInMs: retryInMs as number });
      }),
    ];
    const { state } = client;
    tell({ status: state === 'connected' ? 'open' : state === 'connecting' ? state : 'idle' });
    return undo;
  };
  const reconnect = (): void => {
    // One that waits for its next attempt does not dial for `connect()`.
    client.disconnect();
    client.connect();
  };
  return createObservedConnection(
    { watch, connect: () => client.connect(), reconnect, disconnect: () => client.disconnect() },
    options,
  );
}
