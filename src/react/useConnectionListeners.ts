'use client';
import { useEffect, useInsertionEffect, useRef } from 'react';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';
import { useSocket } from './context.js';

/** Told at the three moments that are worth telling a person. */
export interface ConnectionListeners {
  /** An outage has lasted longer than `lostAfterMs`. Once per outage. */
  readonly onLost?: ((snapshot: ConnectionSnapshot) => void) | undefined;
  /** The connection is back after an outage that `onLost` or `onFailed` told of. */
  readonly onRestored?: ((snapshot: ConnectionSnapshot) => void) | undefined;
  /** No further attempt will be made. */
  readonly onFailed?: ((snapshot: ConnectionSnapshot) => void) | undefined;
}

/**
 * For an app with toasts of its own in place of `ConnectionBanner`: the same moments, with the same calm. Causes no
 * render, and inline functions are fine. What happened before the mount is not told.
 *
 * @param socket the connection; by default the nearest provider's
 * @example useConnectionListeners({ onLost: ({ cause }) => toast(cause), onRestored: () => toast('Back online') });
 */
export function useConnectionListeners(listeners: ConnectionListeners, socket?: HeartbeatSocket): void {
  const { store } = useSocket(socket);
  const latest = useRef(listeners);
  useInsertionEffect(() => {
    latest.current = listeners;
  });
  useEffect(() => {
    let isTold = false;
    return store.subscribe((now, before) => {
      const { onLost, onRestored, onFailed } = latest.current;
      const hasFailed = now.status === 'failed';
      if (hasFailed && before.status !== 'failed') {
        isTold = true;
        onFailed?.(now);
      } else if (now.lost && !before.lost && !hasFailed) {
        isTold = true;
        onLost?.(now);
      } else if (isTold && (now.status === 'open' || now.status === 'degraded')) {
        isTold = false;
        onRestored?.(now);
      } else if (now.status === 'closed' || now.status === 'idle') {
        // Ended by the app: the next connection is another story.
        isTold = false;
      }
    });
  }, [store]);
}
