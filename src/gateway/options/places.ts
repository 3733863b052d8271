import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { HeartbeatGatewayOptions } from './gatewayOptions.js';

/**
 * Checks that a gateway has one place to take connections from, and that it can. Code without types may pass anything,
 * and with an object that never emits an upgrade, the gateway would wait for ever.
 * @throws HeartbeatOptionError naming the option.
 */
export function checkPlace({ port, server, wss, host, keepAliveTimeoutMs }: HeartbeatGatewayOptions): void {
  const places = [port, server, wss].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new HeartbeatOptionError('port, server, wss', 'exactly one of the three', `${places.length} of them`);
  }
  if (port === undefined) refuseListenOptions({ host, keepAliveTimeoutMs });
  if (server !== undefined && !isHttpServer(server)) {
    const rule = 'an http.Server or https.Server (of an Express app, make one: `createServer(app)`)';
    throw new HeartbeatOptionError('server', rule, server);
  }
  if (wss !== undefined && !hasMethods(wss, 'on', 'off', 'handleUpgrade')) {
    throw new HeartbeatOptionError('wss', 'a WebSocketServer of `ws` (an HTTP server is given as `server`)', wss);
  }
}

/** The types exclude them, but JavaScript and spreads do not, and they would have no effect. */
function refuseListenOptions(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    throw new HeartbeatOptionError(
      name,
      'left out without `port`, because your own server decides where it listens',
      value,
    );
  }
}

/** By its methods, because a server may be of another realm: `net.Server` has no `setTimeout`, and an Express app is none. */
const isHttpServer = (server: unknown): boolean => hasMethods(server, 'on', 'off', 'listen', 'address', 'setTimeout');

/** An object with these methods. An Express app has some of them, but is a function. */
const hasMethods = (value: unknown, ...names: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function');
