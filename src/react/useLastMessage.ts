'use client';
import { useState, useSyncExternalStore } from 'react';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';
import { useOwnSocket } from './context.js';
import { createFrameBatch } from './selection/frameBatch.js';

/**
 * Returns the newest message of the application, for display; undefined before the first one. Renders at most once a frame
 * and skips the messages in between. To handle every message, use `useMessage`.
 *
 * @param socket the connection; by default the nearest provider's
 */
export function useLastMessage<Incoming = unknown>(socket?: HeartbeatSocket<Incoming>): Incoming | undefined {
  const source = useOwnSocket(socket);
  const [made, setMade] = useState(() => createLastMessage(source));
  let current = made;
  if (made.source !== source) {
    current = createLastMessage(source);
    setMade(current);
  }
  return useSyncExternalStore(current.subscribe, current.get, nothing);
}

const nothing = (): undefined => undefined;

/** The shown message changes with the frame and not with each message, or renders in between would show different ones. */
function createLastMessage<Incoming>(source: HeartbeatSocket<Incoming>) {
  let newest: Incoming | undefined;
  let shown: Incoming | undefined;
  return {
    source,
    get: () => shown,
    subscribe: (changed: () => void) => {
      const batch = createFrameBatch(() => {
        shown = newest;
        changed();
      });
      const unsubscribe = source.onMessage((data) => {
        newest = data;
        batch.ask();
      });
      return () => {
        unsubscribe();
        batch.cancel();
      };
    },
  };
}
