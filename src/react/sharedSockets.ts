import type { SocketOptions } from '../client/options.js';
import { createOwnedSocket, type OwnedSocket } from './ownedSocket.js';

interface Shared {
  readonly owned: OwnedSocket;
  /** The options it was made with, as far as they can be compared. */
  readonly terms: string;
}

/**
 * The shared sockets of this page, by URL. Module state, as components that share by URL alone have nothing else in
 * common; an entry goes with its last user, and one that nobody came to use is a socket at rest.
 */
const shared = new Map<string, Shared>();

/**
 * The one socket of this URL, for any number of components.
 * @throws Error in development, naming both, when the options differ from those it was made with
 */
export function shareSocket(url: string, options: SocketOptions): OwnedSocket {
  const terms = JSON.stringify(options, (_, value: unknown) => (typeof value === 'function' ? undefined : value));
  const found = shared.get(url);
  if (found) {
    // Written out here, so that bundlers, which put the word in, leave the sentence out. Without one, nobody is developing.
    if (found.terms !== terms && typeof process !== 'undefined' && process.env['NODE_ENV'] !== 'production') {
      throw new Error(
        `heartbeat-socket: two components share ${url} with different options: ${found.terms} and ${terms}. ` +
          'Give both the same, or share the socket by <HeartbeatProvider>.',
      );
    }
    return found.owned;
  }
  const owned = createOwnedSocket(url, options, () => shared.delete(url));
  shared.set(url, { owned, terms });
  return owned;
}

/** Ends every shared socket and forgets it: for tests, whose fake clocks may stop before the last user has quite left. */
export function resetSharedSockets(): void {
  for (const { owned } of shared.values()) owned.socket.destroy();
  shared.clear();
}
