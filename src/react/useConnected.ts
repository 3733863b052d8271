'use client';
import { useEffect, useInsertionEffect, useRef } from 'react';
import type { ConnectedListener, HeartbeatSocket } from '../client/heartbeatSocket.js';
import { report } from '../client/report.js';
import { guard } from '../protocol/listeners.js';
import { useOwnSocket } from './context.js';
import { isUp } from './outageReport.js';

/**
 * Calls the listener for each connection once it is confirmed, after its first frame or after a second: the place to
 * subscribe again. It is called at once if the connection is already open. An inline listener is fine: the newest one
 * is called.
 *
 * @param socket the connection; by default the nearest provider's
 * @example useConnected(() => socket.send(JSON.stringify({ subscribe: room })));
 */
export function useConnected(listener: ConnectedListener, socket?: HeartbeatSocket): void {
  const source = useOwnSocket(socket);
  const latest = useRef(listener);
  useInsertionEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    if (isUp(source.store.getState().status)) guard(report, latest.current, { isReconnect: false });
    return source.onConnected((connected) => latest.current(connected));
  }, [source]);
}
