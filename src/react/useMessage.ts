'use client';
import { useEffect, useInsertionEffect, useRef } from 'react';
import type { HeartbeatSocket, MessageListener } from '../client/heartbeatSocket.js';
import { useSocket } from './context.js';

/**
 * Sees every message of the application, in order, without a render. An inline listener is fine: always the newest one
 * is called, and none is ever missed by a re-subscription.
 *
 * @param listener undefined listens to nothing
 * @param socket the connection; by default the nearest provider's
 */
export function useMessage<Incoming = unknown>(
  listener: MessageListener<NoInfer<Incoming>> | undefined,
  socket?: HeartbeatSocket<Incoming>,
): void {
  const source = useSocket(socket);
  const latest = useRef(listener);
  // Before any effect of this commit can let a message in.
  useInsertionEffect(() => {
    latest.current = listener;
  });
  const isListening = listener !== undefined;
  useEffect(() => {
    if (!isListening) return undefined;
    return source.onMessage((data, event) => latest.current?.(data, event));
  }, [source, isListening]);
}
