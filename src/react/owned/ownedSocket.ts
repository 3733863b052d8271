import { optionsGiven, sharedWith } from '#advice';
import { systemClock } from '../../client/clock.js';
import { createHeartbeatSocket } from '../../client/createHeartbeatSocket.js';
import type { HeartbeatSocket } from '../../client/heartbeatSocket.js';
import { DEFAULT_INTERVAL_MS, type SocketOptions } from '../../client/options.js';
import type { AttemptContext, SocketUrl } from '../../client/url.js';

/** A socket that lives as long as the components that use it, and has their newest functions. */
export interface OwnedSocket {
  readonly socket: HeartbeatSocket;
  /** Whether this URL means the connection that this socket already is. */
  isFor(url: SocketUrl): boolean;
  /**
   * Takes over the newest functions, and applies a changed interval or timeout to the live connection.
   * @param before the previous options of the same component, because several components may share this socket
   */
  update(url: SocketUrl, options: SocketOptions, before: SocketOptions): void;
  /**
   * Connects for the first user; returns the undo. A macrotask after the last user left, it disconnects.
   * @param mine the options of the user, which those of the users before must be like
   */
  acquire(mine?: SocketOptions): () => void;
}

/**
 * Makes a socket for components. The functions among its URL and options are always called in their newest version, so
 * an inline function neither reconnects nor goes stale.
 *
 * @param onUnused called when the last user has left
 */
export function createOwnedSocket(url: SocketUrl, options: SocketOptions, onUnused?: () => void): OwnedSocket {
  const clock = options.clock ?? systemClock;
  let latest = { url, options };
  let userCount = 0;
  let leaving: unknown;

  const socket = createHeartbeatSocket(
    typeof url === 'function' ? (context: AttemptContext) => (latest.url as typeof url)(context) : url,
    // The socket reads functions from its options when it calls them, and so gets the newest.
    new Proxy<SocketOptions>({}, { get: (_, name: keyof SocketOptions) => latest.options[name] }),
  );

  const owned: OwnedSocket = {
    socket,
    isFor: (other) => isSameConnection(url, other),
    update: (newUrl, newOptions, oldOptions) => {
      const before = timingOf(oldOptions);
      const { intervalMs, timeoutMs } = timingOf(newOptions);
      latest = { url: newUrl, options: newOptions };
      if (intervalMs === before.intervalMs && timeoutMs === before.timeoutMs) return;
      // If the interval is no longer given, its default applies again. So does that of a timeout that is not given.
      socket.configure({ intervalMs: intervalMs ?? DEFAULT_INTERVAL_MS, timeoutMs });
    },
    acquire: (mine) => {
      sharedWith(userCount, latest, mine);
      // The component before may have had another interval, where this one replaces it in the same commit.
      if (userCount === 0 && mine) owned.update(latest.url, mine, latest.options);
      userCount += 1;
      // A user that leaves and comes back within one task, as in StrictMode and Fast Refresh, has not left.
      if (leaving === undefined && userCount === 1) {
        if (mine) optionsGiven(mine);
        socket.connect();
      }
      clock.clearTimeout(leaving);
      leaving = undefined;
      return () => {
        userCount -= 1;
        if (userCount > 0) return;
        leaving = clock.setTimeout(() => {
          leaving = undefined;
          // Without a URL there is nothing to close. It stays idle, also when React's Activity shows the component again.
          if (url !== null) socket.disconnect();
          onUnused?.();
        }, 0);
      };
    },
  };
  return owned;
}

const timingOf = ({ heartbeat }: SocketOptions): { intervalMs?: number | undefined; timeoutMs?: number | undefined } =>
  heartbeat || {};

/**
 * Two functions mean the same connection: at each attempt the newest one says which server that is. `JSON.stringify` gives
 * undefined for every function, quoted text for a string or a `URL`, and an unquoted `null` for null.
 */
const isSameConnection = (a: SocketUrl, b: SocketUrl): boolean => JSON.stringify(a) === JSON.stringify(b);
