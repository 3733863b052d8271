'use client';
import { createContext, useContext } from 'react';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';

/** The connection of the nearest `<HeartbeatProvider>`. */
export const HeartbeatContext = createContext<HeartbeatSocket | null>(null);

/** The given socket, or the nearest provider's. */
export function useSocket<Incoming>(socket?: HeartbeatSocket<Incoming>): HeartbeatSocket<Incoming> {
  // The type of the messages is known to the caller: the provider passes on connections of every type.
  const provided = useContext(HeartbeatContext) as HeartbeatSocket<Incoming> | null;
  const found = socket ?? provided;
  if (!found) {
    throw new Error(
      'heartbeat-socket: there is no connection here. Wrap this component in <HeartbeatProvider>, or pass it a socket.',
    );
  }
  return found;
}
