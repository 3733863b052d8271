'use client';
import { useCallback, useSyncExternalStore } from 'react';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import type { HeartbeatEvent } from '../protocol/events.js';
import { useSocket } from './context.js';
import { createFrameBatch } from './selection/frameBatch.js';

/**
 * Returns the last records of the event log, oldest first. Renders at most once a frame, however many records come.
 *
 * @param socket the connection; by default the nearest provider's
 */
export function useHeartbeatLog(socket?: ConnectionSource): readonly HeartbeatEvent[] {
  const source = useSocket(socket);
  const subscribe = useCallback(
    (changed: () => void) => {
      const batch = createFrameBatch(changed);
      const unsubscribe = source.onEvent(batch.ask);
      return () => {
        unsubscribe();
        batch.cancel();
      };
    },
    [source],
  );
  return useSyncExternalStore(
    subscribe,
    () => source.log,
    () => NOTHING,
  );
}

const NOTHING: readonly HeartbeatEvent[] = [];
