import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { resolveBaseOptions, type GatewayBaseOptions, type GatewayConfig } from './baseOptions.js';
import type { SocketServer } from '../peerSocket.js';
import { refuseUpgradeOptions, type GatewayUpgradeOptions } from './upgradeOptions.js';

/** A gateway with an HTTP server of its own. */
export interface PortOptions extends GatewayUpgradeOptions {
  /** 0: any free one, see `address()`. */
  readonly port: number;
  /** The address to listen on. @default all */
  readonly host?: string | undefined;
  readonly server?: undefined;
  readonly wss?: undefined;
}

/** A gateway on a server of yours. It takes the upgrades of its own path; requests come to it by `handle`. */
export interface ServerOptions extends GatewayUpgradeOptions {
  readonly server: Server | SecureServer;
  readonly port?: undefined;
  readonly wss?: undefined;
}

/** A gateway on a `WebSocketServer` of yours, which does the upgrades: origins, limits and authentication are its part. */
export interface SocketServerOptions extends GatewayBaseOptions {
  readonly wss: SocketServer;
  readonly port?: undefined;
  readonly server?: undefined;
}

/** What `createHeartbeatGateway` takes. */
export type HeartbeatGatewayOptions = PortOptions | ServerOptions | SocketServerOptions;

/** The options of every gateway, checked. @throws HeartbeatOptionError naming the option. */
export function resolveOptions(options: HeartbeatGatewayOptions): GatewayConfig {
  const places = [options.port, options.server, options.wss].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new HeartbeatOptionError('port, server, wss', 'one of the three, and only one', `${places.length} of them`);
  }
  if (options.port !== undefined && !(Number.isInteger(options.port) && options.port >= 0 && options.port <= 65_535)) {
    throw new HeartbeatOptionError('port', 'an integer from 0 (any free one) to 65535', options.port);
  }
  if (options.wss !== undefined) refuseUpgradeOptions(options);
  return resolveBaseOptions(options);
}
