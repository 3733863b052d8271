import type { ObservedConnection } from '../../client/heartbeatSocket.js';
import { closeOf } from '../closeOf.js';
import { createObservedConnection, type ObserverOptions } from '../connection.js';
import { listen } from '../emitter.js';
import type { Tell } from '../observation.js';
import { requireMembers } from '../requireMembers.js';
import { tap } from '../tap.js';

/** What is needed of a `HocuspocusProviderWebsocket`. */
export interface HocuspocusWebsocket {
  readonly status: string;
  readonly shouldConnect: boolean;
  // oxlint-disable-next-line typescript/no-explicit-any -- its options are its own
  readonly configuration: any;
  readonly webSocket: { close(): void } | null;
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-function-type -- as its declaration has it
  on(event: string, listener: any): unknown;
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-function-type -- as its declaration has it
  off(event: string, listener?: any): unknown;
  connect(): unknown;
  disconnect(): void;
}

/** A `HocuspocusProvider`, which has such a websocket and may share it with others, or the websocket itself. */
// oxlint-disable-next-line typescript/no-explicit-any -- its options are its own
export type HocuspocusLike = HocuspocusWebsocket | { readonly configuration: any };

/**
 * Follows a provider of Hocuspocus 3 (or 2). The time of the next attempt is known after a drop. After a dial that failed, the
 * provider draws it and does not say it.
 *
 * @throws HeartbeatOptionError naming the member that `provider` lacks
 * @example const connection = observeHocuspocus(new HocuspocusProvider({ url, name, document }));
 */
export function observeHocuspocus(provider: HocuspocusLike, options?: ObserverOptions): ObservedConnection {
  const socket = websocketOf(provider);
  const members = ['on', 'off', 'connect', 'disconnect', 'configuration: object', 'shouldConnect: boolean'];
  requireMembers('observeHocuspocus(provider)', 'a HocuspocusProvider of Hocuspocus 3', socket, members);
  let isAsked = false;

  const watch = (tell: Tell): (() => void)[] => {
    let dials = 0;
    let wasOpen = false;
    let isDialing = false;
    const down = ({ event }: { event?: unknown }): void => {
      const close = closeOf(event);
      const { delay, maxAttempts } = socket.configuration as { delay: number; maxAttempts: number };
      const retryInMs = wasOpen ? delay : null;
      wasOpen = isDialing = false;
      if (isAsked) {
        isAsked = false;
        tell({ status: 'reconnecting' });
        socket.connect();
      } else if (!socket.shouldConnect) tell({ status: 'closed' });
      else if (maxAttempts > 0 && dials >= maxAttempts) tell({ status: 'failed', close });
      else tell({ status: 'reconnecting', retryInMs, close });
    };
    const undo = [
      listen(socket, {
        status: ({ status }: { status: string }) => {
          if (status === 'connecting') {
            dials += 1;
            // Of a dial that was refused it says nothing else.
            if (isDialing) tell({ status: 'reconnecting', message: 'error' });
            isDialing = true;
            tell({ status });
          } else if (status === 'connected') {
            dials = 0;
            wasOpen = true;
            isDialing = false;
            tell({ status: 'open' });
          }
        },
        disconnect: down,
      }),
      tap(socket, 'disconnect', () => tell({ status: 'closed' })),
    ];
    const { status, shouldConnect } = socket;
    wasOpen = status === 'connected';
    if (wasOpen) tell({ status: 'open' });
    else if (status === 'connecting') tell({ status });
    else tell({ status: shouldConnect ? 'reconnecting' : 'idle' });
    return undo;
  };
  const reconnect = (): void => {
    if (socket.status !== 'connected') return void socket.connect();
    isAsked = true;
    socket.webSocket?.close();
  };
  return createObservedConnection(
    { watch, connect: () => socket.connect(), reconnect, disconnect: () => socket.disconnect() },
    options,
  );
}

function websocketOf(given: HocuspocusLike): HocuspocusWebsocket {
  const { configuration } = (given ?? {}) as { configuration?: { websocketProvider?: HocuspocusWebsocket } };
  return configuration?.websocketProvider ?? (given as HocuspocusWebsocket);
}
