import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { closeOf } from '../closeOf.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { listen, type EventEmitterLike } from '../emitter.js';
import type { Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { tap } from '../tap.js';

/** What is needed of a `Socket` of socket.io-client. */
export interface SocketIoSocket extends EventEmitterLike {
  readonly connected: boolean;
  /** The socket is connected, or its manager is on the way. */
  readonly active: boolean;
  readonly id?: string | undefined;
  readonly io: EventEmitterLike & {
    reconnection(): boolean | undefined;
    reconnectionAttempts(): number | undefined;
  };
  connect(): unknown;
  disconnect(): unknown;
}

const CLIENT = 'a Socket of socket.io-client 3 or 4';

/** What the manager has and does not declare. */
interface ManagerInside {
  /** It counts the dials of an outage. */
  readonly backoff?: { readonly attempts: number };
  readonly engine?: { close(): unknown };
  readonly nsps?: Readonly<Record<string, SocketIoSocket>>;
}

/**
 * Follows a socket of socket.io-client 4 (or 3). The time of the next attempt is the one that its manager has drawn.
 *
 * @throws HeartbeatOptionError naming the member that `socket` lacks
 * @example const connection = observeSocketIo(io('https://example.com'));
 */
export function observeSocketIo(socket: SocketIoSocket, options?: ObserverOptions): ObservedConnection {
  const call = 'observeSocketIo(socket)';
  requireMembers(call, CLIENT, socket, ['on', 'off', 'connect', 'disconnect', 'active: boolean']);
  requireMembers(`${call}.io`, CLIENT, socket.io, ['on', 'off', 'reconnection', 'reconnectionAttempts']);
  const manager = socket.io as SocketIoSocket['io'] & ManagerInside;
  const watch = (tell: Tell): (() => void)[] => {
    const undo = [
      listen(socket, {
        connect: () => tell({ status: 'open', connectionId: socket.id }),
        disconnect: (reason: string, details?: { context?: unknown }) => {
          if (reason === 'io client disconnect') tell({ status: 'closed' });
          // The server has closed the namespace, and the client does not try again.
          else if (!socket.active) tell({ status: 'failed', cause: 'refused' });
          else tell({ status: 'reconnecting', close: closeOf(details?.context), ...causeOf(reason) });
        },
        connect_error: ({ message }: Error) => {
          if (!socket.active) tell({ status: 'failed', cause: 'refused', message });
        },
      }),
      listen(manager, {
        error: ({ message }: Error) => {
          if (!isAway(socket)) return;
          const cause = message === 'timeout' ? 'connect-timeout' : 'connect-error';
          tell({ status: manager.reconnection() === false ? 'failed' : 'reconnecting', cause, message });
        },
        reconnect_failed: () => socket.active && tell({ status: 'failed' }),
        close: () => !socket.active && tell({ status: 'closed' }),
      }),
      tap(manager, 'open', () => {
        if (isAway(socket)) tell({ status: 'connecting', attempt: manager.backoff?.attempts || undefined });
      }),
      tap(manager.backoff, 'duration', (retryInMs) => {
        const attempt = manager.backoff?.attempts;
        if (isAway(socket)) tell({ status: 'reconnecting', retryInMs: retryInMs as number, attempt });
      }),
    ];
    if (socket.connected) tell({ status: 'open', connectionId: socket.id });
    else if (socket.active) tell({ status: manager.backoff?.attempts ? 'reconnecting' : 'connecting' });
    else tell({ status: 'idle' });
    return undo;
  };
  const reconnect = (): void => {
    if (socket.connected) manager.engine?.close();
    // A manager that waits for its next attempt does not dial for `connect()`: its sockets have to leave it first.
    const waiting = Object.values(manager.nsps ?? {}).filter(isAway);
    for (const each of waiting) each.disconnect();
    for (const each of new Set([...waiting, socket])) each.connect();
  };
  return createObservedConnection(
    {
      watch,
      reconnect,
      disconnect: () => socket.disconnect(),
      maxAttempts: () => manager.reconnectionAttempts(),
    },
    options,
  );
}

/** It is wanted and not there. */
const isAway = ({ active, connected }: SocketIoSocket): boolean => active && !connected;
const causeOf = (reason: string) => (reason === 'ping timeout' ? ({ cause: 'heartbeat-timeout' } as const) : {});
