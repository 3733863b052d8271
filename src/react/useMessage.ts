'use client';
import { useEffect, useInsertionEffect, useRef } from 'react';
import type { HeartbeatSocket, MessageListener } from '../client/heartbeatSocket.js';
import { useOwnSocket } from './context.js';

/**
 * Calls the listener with every message of the application, in order, without a render. An inline listener is fine: the
 * newest one is called, and a new one misses no message, because the subscription stays.
 *
 * @param listener undefined for none
 * @param socket the connection; by default the nearest provider's
 */
export function useMessage<Incoming = unknown>(
  listener: MessageListener<NoInfer<Incoming>> | undefined,
  socket?: HeartbeatSocket<Incoming>,
): void {
  useMessageOf(useOwnSocket(socket), listener);
}

/**
 * The same for a given socket. It does not use the context, which a page then carries only if something looks for a
 * provider.
 */
export function useMessageOf<Incoming>(
  source: HeartbeatSocket<Incoming>,
  listener: MessageListener<NoInfer<Incoming>> | undefined,
): void {
  const latest = useRef(listener);
  // An insertion effect runs before all other effects of the commit, one of which may bring a message.
  useInsertionEffect(() => {
    latest.current = listener;
  });
  const isListening = listener !== undefined;
  useEffect(() => {
    if (!isListening) return undefined;
    return source.onMessage((data, event) => latest.current?.(data, event));
  }, [source, isListening]);
}
