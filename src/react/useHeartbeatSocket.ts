'use client';
import type { SocketOptions } from '../client/options.js';
import type { Sendable } from '../client/optional/typedMessages.js';
import type { SocketUrl } from '../client/url.js';
import type { HeartbeatSocket, MessageListener } from '../client/heartbeatSocket.js';
import { selectConnection, type ConnectionView } from '../client/snapshot/selectors.js';
import { useMessage } from './useMessage.js';
import { useOwnedSocket } from './useOwnedSocket.js';
import { useSelected } from './useSelected.js';

/** What the hook takes beside the options of `createHeartbeatSocket`. */
// oxlint-disable-next-line typescript/no-explicit-any -- without type arguments: options for messages of any type
export interface UseHeartbeatSocketOptions<Incoming = any, Outgoing = any> extends SocketOptions<Incoming, Outgoing> {
  /** Sees every message of the application, in order; heartbeats never reach it. Causes no render. */
  readonly onMessage?: MessageListener<NoInfer<Incoming>> | undefined;
  /**
   * Components that call the hook with the same URL string use one socket; the last one to leave closes it, a macrotask
   * later. Their options must be the same. @default false
   */
  readonly share?: boolean | undefined;
}

/** Where the connection stands, and what can be done about it. The functions keep their identity. */
export interface UseHeartbeatSocketResult<Incoming = unknown, Outgoing = Sendable>
  extends ConnectionView, Pick<HeartbeatSocket<Incoming, Outgoing>, 'send' | 'reconnect' | 'disconnect' | 'connect'> {
  /** The whole socket, for `<HeartbeatProvider socket>`, `useConnection(selector, socket)` and the components. */
  readonly socket: HeartbeatSocket<Incoming, Outgoing>;
}

/**
 * Connects while the component is mounted, and keeps the connection alive and honest. Renders when one of the returned
 * values changes: never for a message, never for a pong. Inline options and callbacks do not reconnect; a changed URL
 * does, once; a changed interval or timeout applies to the live connection.
 *
 * @param url where to; a function is called once per attempt; null stays `idle`
 * @example
 * const { status, send, socket } = useHeartbeatSocket('/ws', { onMessage: (data) => console.log(data) });
 */
export function useHeartbeatSocket<Incoming = unknown, Outgoing = Sendable>(
  url: SocketUrl,
  { onMessage, share, ...options }: UseHeartbeatSocketOptions<Incoming, Outgoing> = {},
): UseHeartbeatSocketResult<Incoming, Outgoing> {
  const socket = useOwnedSocket(url, options, share) as HeartbeatSocket<Incoming, Outgoing>;
  useMessage(onMessage, socket);
  const view = useSelected(selectConnection, socket);
  const { send, reconnect, disconnect, connect } = socket;
  return { ...view, send, reconnect, disconnect, connect, socket };
}
