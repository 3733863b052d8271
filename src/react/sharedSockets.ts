import type { SocketOptions } from '../client/options.js';
import { advise, isDevelopment } from '../client/report.js';
import type { SocketUrl } from '../client/url.js';
import { createOwnedSocket, type OwnedSocket } from './ownedSocket.js';

/**
 * The shared sockets of this page, by URL. Module state, because components that share by URL alone have nothing else in
 * common. An entry goes with its last user; one that was never used is a socket at rest.
 */
const shared = new Map<string, OwnedSocket>();

/** The one socket of this URL, for any number of components. On a server every component has its own, which is at rest. */
export function shareSocket(url: SocketUrl, options: SocketOptions): OwnedSocket {
  if (typeof url !== 'string') {
    advise(
      '`share` needs a URL that is a string: two functions cannot be compared, so this component has its own socket.',
    );
    return createOwnedSocket(url, options);
  }
  // Nothing may outlive a render on a server, where no component ever leaves.
  if (typeof window === 'undefined') return createOwnedSocket(url, options);
  const found = shared.get(url);
  if (found) return found;
  const owned = createOwnedSocket(url, options, () => {
    if (shared.get(url) === owned) shared.delete(url);
  });
  shared.set(url, owned);
  return owned;
}

/**
 * Compares the options of a component with those of the socket it is about to share. Compared is plain data: functions may
 * be written inline, and an outbox or a trace must be the very same.
 * @throws Error in development, naming both, when they differ
 */
export function checkSharedOptions(url: SocketUrl, owned: OwnedSocket, options: SocketOptions): void {
  if (!isDevelopment() || isSameData(owned.options, options)) return;
  throw new Error(
    `heartbeat-socket: two components share ${String(url)} with different options: ${show(owned.options)} and ` +
      `${show(options)}. Give both the same, or share the socket by <HeartbeatProvider>.`,
  );
}

/** Ends every shared socket and forgets it: for tests, whose fake clocks may stop before the last user has left. */
export function resetSharedSockets(): void {
  for (const { socket } of shared.values()) socket.destroy();
  shared.clear();
}

function isSameData(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (typeof a === 'function' && typeof b === 'function')) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSameData(a[name], b[name]));
}

/** What was written as data. An object that a factory made has a symbol of ours, or accessors; it is compared as a whole. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Object.getOwnPropertySymbols(value).length === 0 &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

const show = (options: SocketOptions): string =>
  JSON.stringify(options, (_, value: unknown) => (isPlain(value) || typeof value !== 'object' ? value : undefined));
