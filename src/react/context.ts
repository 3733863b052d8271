'use client';
import { createContext, useContext } from 'react';
import type { HeartbeatSocket } from '../core/heartbeatSocket.js';

/** The connection of the nearest `<HeartbeatProvider>`. */
export const HeartbeatContext = createContext<HeartbeatSocket | null>(null);

/** The given socket, or the nearest provider's. */
export function useSocket(socket?: HeartbeatSocket): HeartbeatSocket {
  const provided = useContext(HeartbeatContext);
  const found = socket ?? provided;
  if (!found) {
    throw new Error(
      'heartbeat-socket: there is no connection here. Wrap this component in <HeartbeatProvider>, or pass it a socket.',
    );
  }
  return found;
}
