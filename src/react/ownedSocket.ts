import { systemClock } from '../client/clock.js';
import type { SocketOptions } from '../client/options.js';
import type { AttemptContext, SocketUrl } from '../client/url.js';
import { createHeartbeatSocket } from '../client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';

/** A socket that follows its owner: its life, and its owner's newest URL function and options. */
export interface OwnedSocket {
  readonly socket: HeartbeatSocket;
  /** Whether this URL means the connection that this socket already is. */
  isFor(url: SocketUrl): boolean;
  /** Takes the newest functions, and applies a changed interval or timeout to the live connection. */
  update(url: SocketUrl, options: SocketOptions): void;
  /** Connects for the first user; returns the undo. A macrotask after the last user left, it disconnects. */
  acquire(): () => void;
}

/**
 * Makes a socket for one owner, such as a component. The functions among the first options (URL, protocols) are always
 * called in their newest version, so an inline one neither reconnects nor goes stale.
 *
 * @param onUnused called when the last user has left
 */
export function createOwnedSocket(url: SocketUrl, options: SocketOptions, onUnused?: () => void): OwnedSocket {
  const clock = options.clock ?? systemClock;
  let latest = { url, options };
  let userCount = 0;
  let leaving: unknown;

  const { protocols } = options;
  const socket = createHeartbeatSocket(
    typeof url === 'function' ? (context) => callLatest(latest.url, url, context) : url,
    typeof protocols === 'function'
      ? { ...options, protocols: (context) => callLatest(latest.options.protocols, protocols, context) }
      : options,
  );

  return {
    socket,
    isFor: (other) => sameConnection(url, other),
    update: (newUrl, newOptions) => {
      const before = timingOf(latest.options);
      const { intervalMs, timeoutMs } = timingOf(newOptions);
      latest = { url: newUrl, options: newOptions };
      if (intervalMs === before.intervalMs && timeoutMs === before.timeoutMs) return;
      socket.configure({
        ...(intervalMs !== undefined && { intervalMs }),
        ...(timeoutMs !== undefined && { timeoutMs }),
      });
    },
    acquire: () => {
      userCount += 1;
      // Leaving and coming back within one task, as StrictMode and Fast Refresh do, is not leaving.
      if (leaving === undefined && userCount === 1) socket.connect();
      clock.clearTimeout(leaving);
      leaving = undefined;
      return () => {
        userCount -= 1;
        if (userCount > 0) return;
        leaving = clock.setTimeout(() => {
          leaving = undefined;
          socket.disconnect();
          onUnused?.();
        }, 0);
      };
    },
  };
}

const timingOf = ({ heartbeat }: SocketOptions): { intervalMs?: number | undefined; timeoutMs?: number | undefined } =>
  heartbeat || {};

function callLatest<T>(newest: unknown, first: (context: AttemptContext) => T, context: AttemptContext): T {
  return (typeof newest === 'function' ? (newest as typeof first) : first)(context);
}

/** Two functions mean the same connection: which server they name is theirs to say, at each attempt. */
function sameConnection(a: SocketUrl, b: SocketUrl): boolean {
  if (typeof a === 'function' || typeof b === 'function') return typeof a === typeof b;
  return String(a) === String(b) && (a === null) === (b === null);
}
