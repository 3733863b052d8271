import type { SocketOptions } from './options.js';
import { optionsGiven } from '#advice';
import { transport } from '#transport';
import type { Sendable } from './optional/typedMessages.js';
import type { SocketUrl } from './url.js';
import { composeSocket } from './composeSocket.js';
import type { HeartbeatSocket } from './heartbeatSocket.js';

/**
 * Makes a connection that is kept alive and reports its true state: heartbeats in both directions, a verdict when they
 * stay unanswered, and reconnects with limits and jitter. Nothing happens before `connect()`.
 *
 * @param url where to connect; a function is called once per attempt; with null the status stays `idle`
 * @param options see `SocketOptions`; every duration is in milliseconds
 * @throws HeartbeatOptionError for an invalid URL or option
 * @example
 * const socket = createHeartbeatSocket('wss://example.com/ws', { heartbeat: { intervalMs: 10_000 } });
 * socket.onMessage((data) => console.log(data));
 * socket.connect();
 */
export function createHeartbeatSocket<Received = unknown, Sent = Sendable>(
  url: SocketUrl,
  options: SocketOptions<Received, Sent> = {},
): HeartbeatSocket<Received, Sent> {
  optionsGiven(options);
  return composeSocket(url, options, transport);
}
