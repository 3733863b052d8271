'use client';
import { createContext, useContext } from 'react';
import type { ConnectionSource, HeartbeatSocket } from '../client/heartbeatSocket.js';

/** The connection of the nearest `<HeartbeatProvider>`. */
export const HeartbeatContext = createContext<ConnectionSource | null>(null);

/** The given connection, or the nearest provider's. */
export function useSocket(socket?: ConnectionSource): ConnectionSource {
  const provided = useContext(HeartbeatContext);
  const found = socket ?? provided;
  if (!found) {
    throw new Error(
      'heartbeat-socket: there is no connection here. Wrap this component in <HeartbeatProvider>, or pass it a socket.',
    );
  }
  return found;
}

/** The same where messages or settings are needed, which an observed connection does not have. */
export function useOwnSocket<Incoming>(socket?: HeartbeatSocket<Incoming>): HeartbeatSocket<Incoming> {
  const found = useSocket(socket);
  if (!('send' in found)) {
    throw new Error(
      'heartbeat-socket: an observed connection has no messages and no settings. Use its client, or pass a socket.',
    );
  }
  // The type of the messages is known to the caller: the provider passes on connections of every type.
  return found as HeartbeatSocket<Incoming>;
}
