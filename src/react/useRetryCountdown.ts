'use client';
import { useCallback, useSyncExternalStore } from 'react';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { useSocket } from './context.js';

/**
 * Returns the whole seconds to the next dial: never negative, never rising within one attempt, 0 while the dial is due,
 * null while no attempt is waiting. Ticks at most once a second, and only while the page is visible.
 *
 * @param socket the connection; by default the nearest provider's
 */
export function useRetryCountdown(socket?: ConnectionSource): number | null {
  const source = useSocket(socket);
  const subscribe = useCallback((changed: () => void) => tickWhileWaiting(source, changed), [source]);
  return useSyncExternalStore(subscribe, () => secondsLeft(source), onServer);
}

const onServer = (): null => null;

function secondsLeft(socket: ConnectionSource): number | null {
  const leftMs = msLeft(socket);
  return leftMs === null ? null : Math.ceil(leftMs / 1_000);
}

/** Observed connections have this method too. Their type does not show it, because it is not meant for apps. */
const msLeft = (socket: ConnectionSource): number | null => ('retryInMs' in socket ? socket.retryInMs() : null);

function tickWhileWaiting(socket: ConnectionSource, changed: () => void): () => void {
  // React Native has none, and is always visible here.
  const page = (globalThis as { document?: Document }).document;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = (): void => {
    clearTimeout(timer);
    changed();
    const leftMs = msLeft(socket);
    // The number changes at the next whole second, which is less than a second away.
    if (leftMs && !page?.hidden) timer = setTimeout(update, leftMs % 1_000 || 1_000);
  };
  const unsubscribe = socket.store.subscribe((now, before) => {
    if (now.nextRetryAt !== before.nextRetryAt) update();
  });
  page?.addEventListener('visibilitychange', update);
  update();
  return () => {
    clearTimeout(timer);
    unsubscribe();
    page?.removeEventListener('visibilitychange', update);
  };
}
