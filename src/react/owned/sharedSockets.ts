import { cannotShare } from '#advice';
import type { SocketOptions } from '../../client/options.js';
import type { SocketUrl } from '../../client/url.js';
import { createOwnedSocket, type OwnedSocket } from './ownedSocket.js';

/**
 * The shared sockets of this page, by URL. Module state, because components that share by URL alone have nothing else in
 * common. An entry goes with its last user; one that was never used is a socket at rest.
 */
const shared = new Map<string, OwnedSocket>();

/** The one socket of this URL, for any number of components. On a server every component has its own, which is at rest. */
export function shareSocket(url: SocketUrl, options: SocketOptions): OwnedSocket {
  if (typeof url !== 'string') {
    // Without a URL there is nothing to share yet.
    if (url !== null) cannotShare();
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

/** Ends every shared socket and forgets it: for tests, whose fake clocks may stop before the last user has left. */
export function resetSharedSockets(): void {
  for (const { socket } of shared.values()) socket.destroy();
  shared.clear();
}
