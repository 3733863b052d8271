import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import type { Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';

/** What is needed of the `connection` of a Pusher. */
export interface PusherConnection {
  readonly state: string;
  readonly socket_id: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each event has data of its own
  bind(event: string, callback: (data: any) => void): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  unbind(event: string, callback: (data: any) => void): unknown;
  connect(): void;
  disconnect(): void;
}

/** A Pusher of pusher-js, or an Echo of laravel-echo that has one. */
export type PusherLike =
  | { readonly connection: PusherConnection }
  | { readonly connector: { readonly pusher: { readonly connection: PusherConnection } } };

/** Pusher's own word in its dialect: these closes are not retried. */
const isFinal = (code: number | undefined): boolean => code !== undefined && code >= 4000 && code < 4100;

/**
 * Follows a client of pusher-js 6 to 8, also the one inside a laravel-echo 1 or 2. The time of the next attempt is
 * known after a drop. Within an attempt, the client may dial several times without saying when.
 *
 * @throws HeartbeatOptionError naming the member that `pusher` lacks
 * @example const connection = observePusher(new Pusher(key, { cluster: 'eu' }));
 */
export function observePusher(pusher: PusherLike, options?: ObserverOptions): ObservedConnection {
  const connection = connectionOf(pusher) as PusherConnection;
  const members = ['bind', 'unbind', 'connect', 'disconnect', 'state: string'].map((name) => `connection.${name}`);
  requireMembers('observePusher(pusher)', 'a Pusher of pusher-js 8', { connection }, members);
  const watch = (tell: Tell): (() => void)[] => {
    let refusal: number | undefined;
    const changed = ({ current }: { current: string }): void => {
      const code = refusal;
      refusal = undefined;
      if (current === 'connected') tell({ status: 'open', connectionId: connection.socket_id });
      else if (current === 'connecting') tell({ status: 'connecting' });
      else if (current === 'unavailable') tell({ status: 'reconnecting', cause: 'unreachable' });
      else if (current === 'failed') tell({ status: 'failed', cause: 'refused' });
      else if (isFinal(code)) tell({ status: 'failed', cause: 'refused' });
      else tell({ status: current === 'initialized' ? 'idle' : 'closed' });
    };
    // The client's own state is `connected` for another second.
    const waiting = (seconds: number): void => tell({ status: 'reconnecting', retryInMs: seconds * 1_000 });
    const failed = (event: { error?: { data?: { code?: number } } }): void => {
      refusal = event.error?.data?.code;
    };
    const listeners = { state_change: changed, connecting_in: waiting, error: failed };
    // oxlint-disable-next-line typescript/no-explicit-any -- each event has data of its own
    const entries = Object.entries<(data: any) => void>(listeners);
    for (const [event, listener] of entries) connection.bind(event, listener);
    changed({ current: connection.state });
    return entries.map(
      ([event, listener]) =>
        () =>
          connection.unbind(event, listener),
    );
  };
  const reconnect = (): void => {
    // Its timer would dial again in the middle of a dial that only `connect()` has begun.
    connection.disconnect();
    connection.connect();
  };
  return createObservedConnection(
    { watch, connect: () => connection.connect(), reconnect, disconnect: () => connection.disconnect() },
    options,
  );
}

function connectionOf(given: PusherLike): PusherConnection | undefined {
  const { connector } = (given ?? {}) as { connector?: { pusher?: { connection?: PusherConnection } } };
  return connector?.pusher?.connection ?? (given as { connection?: PusherConnection } | null)?.connection;
}
