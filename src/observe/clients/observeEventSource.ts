import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { createObservedConnection } from '../connection.js';
import { followCurrent, type PlatformConnection, type PlatformObserverOptions } from '../followCurrent.js';
import { isClass, requireMembers } from '../requireMembers.js';

const TYPES = ['open', 'error'];

/**
 * Follows an EventSource. The browser keeps the time of its next attempt to itself, so that there is no countdown. After a
 * refusal it makes none, and the status is `failed`.
 *
 * @param source the EventSource, or a function that answers the present one, for an app that makes new ones
 * @param options `reconnect`: the app's function that makes a new one; without it, `reconnect()` does nothing
 * @throws HeartbeatOptionError naming the member that `source` lacks
 * @example const connection = observeEventSource(() => source, { reconnect: () => (source = new EventSource('/events')) });
 */
export function observeEventSource(
  source: PlatformConnection | (() => PlatformConnection | null | undefined),
  options: PlatformObserverOptions = {},
): ObservedConnection {
  const isFunction = typeof source === 'function' && !isClass(source);
  const read = (): PlatformConnection | null => {
    const current = (isFunction ? source() : (source as PlatformConnection)) ?? null;
    const members = ['addEventListener', 'removeEventListener', 'close', 'readyState: number'];
    if (current !== null || !isFunction) {
      requireMembers('observeEventSource(source)', 'an EventSource', current, members);
    }
    return current;
  };
  const client = followCurrent(
    read,
    TYPES,
    ({ readyState }, event) => {
      if (readyState === 1) return { status: 'open' };
      // The server refused, or answered something else than a stream: the browser does not try again.
      if (readyState === 2) return { status: 'failed', cause: 'refused' };
      // An error while it was connecting is a dial that failed. When the next one starts is not told.
      return event ? { status: 'reconnecting', message: 'error' } : { status: 'connecting' };
    },
    options,
  );
  return createObservedConnection(client, options);
}
