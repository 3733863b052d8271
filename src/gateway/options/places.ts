import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { HeartbeatGatewayOptions } from './gatewayOptions.js';

/**
 * Checks that a gateway has one place to take connections from, and that it can. JavaScript passes anything, and an object
 * that never emits an upgrade would make a gateway that waits for ever.
 * @throws HeartbeatOptionError naming the option.
 */
export function checkPlace({ port, server, wss }: HeartbeatGatewayOptions): void {
  const places = [port, server, wss].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new HeartbeatOptionError('port, server, wss', 'one of the three, and only one', `${places.length} of them`);
  }
  if (server !== undefined && !isHttpServer(server)) {
    const rule = 'an http.Server or https.Server (of an Express app, make one: `createServer(app)`)';
    throw new HeartbeatOptionError('server', rule, server);
  }
  if (wss !== undefined && !hasMethods(wss, 'on', 'off', 'handleUpgrade')) {
    throw new HeartbeatOptionError('wss', 'a WebSocketServer of `ws` (an HTTP server is given as `server`)', wss);
  }
}

/** `net.Server` has no `setTimeout`, and an Express app is a function. By its methods, as a server may be of another realm. */
const isHttpServer = (server: unknown): boolean =>
  typeof server === 'object' && hasMethods(server, 'on', 'off', 'listen', 'address', 'setTimeout');

const hasMethods = (value: unknown, ...names: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function');
