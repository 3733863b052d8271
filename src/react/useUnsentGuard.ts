'use client';
import { useEffect } from 'react';
import type { ConnectionSnapshot, HeartbeatSocket } from '../client/index.js';
import { useSocket } from './context.js';
import { useSelectedOf } from './selection/useSelected.js';

const hasUnsent = ({ outbox }: ConnectionSnapshot): boolean =>
  outbox !== null && outbox.queuedCount + outbox.unconfirmedCount > 0;

/**
 * Lets the browser ask before the person leaves the page while the outbox holds a message, or waits for the server to
 * confirm one. The listener is attached only then, because `beforeunload` keeps pages out of the back-forward cache.
 * Browsers ask only a person who has clicked or typed on the page. Firefox closes the sockets of a page that is left, but
 * only after the answer: a person who stays keeps the connection.
 *
 * Without an outbox nothing is ever unsent. What is in doubt does not count, because staying would not help it.
 *
 * @param socket the connection; by default the nearest provider's
 * @returns whether something is unsent: for the question of your own router
 * @example const isUnsent = useUnsentGuard();
 */
export function useUnsentGuard(socket?: HeartbeatSocket): boolean {
  const source = useSocket(socket);
  const isUnsent = useSelectedOf(source, hasUnsent);
  useEffect(() => {
    // React Native has no pages to leave.
    if (!isUnsent || typeof addEventListener === 'undefined') return;
    const ask = (event: BeforeUnloadEvent): void => {
      // React may not have rendered yet what the store knows.
      if (!hasUnsent(source.store.getState())) return;
      event.preventDefault();
      // Chrome before 119 looks only at this.
      event.returnValue = true;
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isUnsent, source]);
  return isUnsent;
}
