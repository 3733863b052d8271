import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection } from '../connection.js';
import { followCurrent, type PlatformConnection, type PlatformObserverOptions } from '../followCurrent.js';
import { isClass, requireMembers } from '../requireMembers.js';

const TYPES = ['open', 'close', 'error'];

/**
 * Follows the WebSockets of code that makes a new one after each loss. The time of the next attempt is the app's, so that
 * there is no countdown. A `close()` of the app's ends the connection, until there is another one.
 *
 * @param current the present socket; null or undefined while there is none
 * @param options `reconnect`: the app's function; without it, `reconnect()` closes the present socket
 * @throws HeartbeatOptionError naming the member that the socket lacks
 * @example const connection = observeWebSocket(() => socket, { reconnect: () => dial() });
 */
export function observeWebSocket(
  current: () => PlatformConnection | null | undefined,
  options: PlatformObserverOptions = {},
): ObservedConnection {
  requireMembers('observeWebSocket', 'observeWebSocket(() => socket)', { current }, ['current']);
  if (isClass(current)) requireSocket(current);
  const read = (): PlatformConnection | null => {
    const socket = current() ?? null;
    if (socket !== null) requireSocket(socket);
    return socket;
  };
  const { reconnect = () => read()?.close() } = options;
  const client = followCurrent(
    read,
    TYPES,
    ({ readyState }, event) => {
      if (event?.type === 'error') {
        // Browsers close next. Node's own WebSocket may not, and then stays in this state.
        return readyState === 0 ? { status: 'reconnecting', message: 'error' } : null;
      }
      if (readyState === 0) return { status: 'connecting' };
      if (readyState === 1) return { status: 'open' };
      const { code = 1006, reason = '', wasClean = false } = (event ?? {}) as Partial<CloseEvent>;
      return { status: 'reconnecting', close: event && { code, reason, wasClean } };
    },
    { ...options, reconnect },
  );
  return createObservedConnection(client, options);
}

const MEMBERS = ['addEventListener', 'removeEventListener', 'close', 'readyState: number'];
const requireSocket = (given: unknown): void =>
  requireMembers('observeWebSocket(() => socket)', 'a WebSocket', given, MEMBERS);
