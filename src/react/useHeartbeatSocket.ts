'use client';
import type { SocketOptions } from '../client/options.js';
import type { Sendable } from '../client/optional/typedMessages.js';
import type { SocketUrl } from '../client/url.js';
import type { HeartbeatSocket, MessageListener } from '../client/heartbeatSocket.js';
import { selectConnection, type ConnectionView } from '../client/snapshot/selectors.js';
import { useMessageOf } from './useMessage.js';
import { useOwnedSocket } from './owned/useOwnedSocket.js';
import { useSelectedOf } from './selection/useSelected.js';

/** The options of `createHeartbeatSocket`, and those of the hook. */
// oxlint-disable-next-line typescript/no-explicit-any -- without type arguments: options for messages of any type
export interface UseHeartbeatSocketOptions<Incoming = any, Outgoing = any> extends SocketOptions<Incoming, Outgoing> {
  /** Called with every message of the application, in order, and never with a heartbeat. Causes no render. */
  readonly onMessage?: MessageListener<NoInfer<Incoming>> | undefined;
  /**
   * Components that call the hook with the same URL string share one socket, which closes a macrotask after the last one
   * unmounts. Their options must be the same. @default false
   */
  readonly share?: boolean | undefined;
}

/** The state of the connection, and functions that act on it. The functions keep their identity. */
export interface UseHeartbeatSocketResult<Incoming = unknown, Outgoing = Sendable>
  extends ConnectionView, Pick<HeartbeatSocket<Incoming, Outgoing>, 'send' | 'reconnect' | 'disconnect' | 'connect'> {
  /** The whole socket, for `<HeartbeatProvider socket>`, `useConnection(selector, socket)` and the components. */
  readonly socket: HeartbeatSocket<Incoming, Outgoing>;
}

/**
 * Keeps a connection while the component is mounted. The component renders when one of the returned values changes, and
 * never for a message or a pong. Inline options and callbacks do not reconnect. A changed URL reconnects once; a
 * changed interval or timeout applies to the live connection.
 *
 * @param url the address; a function is called once per attempt; with null the status stays `idle`
 * @example
 * const { status, send, socket } = useHeartbeatSocket('/ws', { onMessage: (data) => console.log(data) });
 */
export function useHeartbeatSocket<Incoming = unknown, Outgoing = Sendable>(
  url: SocketUrl,
  { onMessage, share, ...options }: UseHeartbeatSocketOptions<Incoming, Outgoing> = {},
): UseHeartbeatSocketResult<Incoming, Outgoing> {
  const socket = useOwnedSocket(url, options, share) as HeartbeatSocket<Incoming, Outgoing>;
  useMessageOf(socket, onMessage);
  const view = useSelectedOf(socket, selectConnection);
  const { send, reconnect, disconnect, connect } = socket;
  return { ...view, send, reconnect, disconnect, connect, socket };
}
