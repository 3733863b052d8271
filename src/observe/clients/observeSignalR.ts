import { systemClock } from '../../client/clock.js';
import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import type { Observation, Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { createSignalRRestart, type RetryContext, type RetryPolicyLike } from './signalRRestart.js';
import { tap } from '../tap.js';

/** What is needed of a `HubConnection` of @microsoft/signalr. */
export interface SignalRConnection {
  readonly state: string;
  readonly connectionId: string | null;
  onreconnecting(callback: (error?: Error) => void): void;
  onreconnected(callback: (connectionId?: string) => void): void;
  onclose(callback: (error?: Error) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** SignalR has no undo for its callbacks, and tells neither of its dials nor of its delays. */
interface ConnectionInside {
  readonly _reconnectPolicy?: RetryPolicyLike;
  readonly _reconnectedCallbacks?: unknown[];
  readonly _closedCallbacks?: unknown[];
}

/* oxlint-disable eslint/no-underscore-dangle -- SignalR's own names */

/**
 * Follows a HubConnection of SignalR 10 (8 and 9 as well). The time of the next attempt is known, whatever its retry policy.
 *
 * @throws HeartbeatOptionError naming the member that `connection` lacks
 * @example
 * const hub = new HubConnectionBuilder().withUrl('/hub').withAutomaticReconnect(signalRRetryPolicy()).build();
 * const connection = observeSignalR(hub);
 */
export function observeSignalR(hub: SignalRConnection, options: ObserverOptions = {}): ObservedConnection {
  const members = ['onreconnecting', 'onreconnected', 'onclose', 'start', 'stop'];
  requireMembers('observeSignalR(connection)', 'a HubConnection of @microsoft/signalr', hub, members);
  const inside = hub as unknown as ConnectionInside;
  const policy = inside._reconnectPolicy;
  const restart = createSignalRRestart(hub, policy, options.clock ?? systemClock);
  /** The app, or the person, has called `stop`. */
  let isStopped = false;

  const watch = (tell: Tell): (() => void)[] => {
    const open = (): void => tell({ status: 'open', connectionId: hub.connectionId });
    const closed = (error?: Error): void =>
      // The retry policy has given up, or there is none.
      tell(isStopped ? { status: 'closed' } : { status: 'failed', ...causeOf(error) });
    const failed = (error: unknown): void =>
      // A restart hears of it at this moment too, and asks its policy first.
      queueMicrotask(() => {
        if (hub.state !== 'Disconnected' || isStopped || restart.isUnderWay) return;
        tell({ status: 'failed', cause: 'connect-error', message: String(error) });
      });
    hub.onreconnected(open);
    hub.onclose(closed);
    const undo = [
      tap(hub, '_startInternal', () => tell({ status: 'connecting' })),
      tap(hub, 'start', (started) => {
        isStopped = false;
        (started as Promise<void>).then(() => hub.state === 'Connected' && open(), failed);
      }),
      tap(hub, 'stop', () => {
        isStopped = true;
        closed();
      }),
      tap(policy, 'nextRetryDelayInMilliseconds', (retryInMs, [context]) => {
        if (typeof retryInMs !== 'number') return;
        const { previousRetryCount, retryReason } = context as RetryContext;
        tell({ status: 'reconnecting', retryInMs, attempt: previousRetryCount + 1, ...causeOf(retryReason) });
      }),
      restart.cancel,
      () => remove(inside._reconnectedCallbacks, open),
      () => remove(inside._closedCallbacks, closed),
    ];
    tell({ status: STATUS_OF[hub.state] ?? 'idle', connectionId: hub.connectionId });
    return undo;
  };
  const disconnect = (): Promise<void> => {
    restart.cancel();
    return hub.stop();
  };
  return createObservedConnection({ watch, connect: () => hub.start(), reconnect: restart.begin, disconnect }, options);
}

const STATUS_OF: Readonly<Record<string, Observation['status']>> = {
  Connected: 'open',
  Connecting: 'connecting',
  Reconnecting: 'reconnecting',
};

const causeOf = (error: Error | undefined) =>
  error?.message.includes('timeout elapsed') ? ({ cause: 'heartbeat-timeout' } as const) : {};

function remove(callbacks: unknown[] | undefined, callback: unknown): void {
  const at = callbacks?.indexOf(callback) ?? -1;
  if (at >= 0) callbacks?.splice(at, 1);
}
