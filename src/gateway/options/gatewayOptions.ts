import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { SocketServer } from '../peerSocket.js';
import type { GatewayBaseOptions } from './baseOptions.js';
import type { GatewayUpgradeOptions } from './upgradeOptions.js';

/** A gateway with an HTTP server of its own. */
export interface PortOptions extends GatewayUpgradeOptions {
  /** 0: any free one, see `address()`. */
  readonly port: number;
  /** The address to listen on; empty text, as of a variable that is unset, counts as none. @default all */
  readonly host?: string | undefined;
  /**
   * How long the server keeps an HTTP connection open between two requests, integer milliseconds. Set it longer than
   * the load balancer in front does (AWS ALB: 60 s). Otherwise that may send a request into a connection that is just
   * closing.
   * @default 65_000
   */
  readonly keepAliveTimeoutMs?: number | undefined;
  readonly server?: undefined;
  readonly wss?: undefined;
}

/** A gateway on a server of yours. It takes the upgrades of its own path; requests come to it by `handle`. */
export interface ServerOptions extends GatewayUpgradeOptions {
  readonly server: Server | SecureServer;
  readonly port?: undefined;
  readonly host?: undefined;
  readonly keepAliveTimeoutMs?: undefined;
  readonly wss?: undefined;
}

/**
 * A gateway on a `WebSocketServer` of yours, which does the upgrades: origins, limits and authentication are its job.
 */
export interface SocketServerOptions extends GatewayBaseOptions {
  readonly wss: SocketServer;
  readonly port?: undefined;
  readonly host?: undefined;
  readonly keepAliveTimeoutMs?: undefined;
  readonly server?: undefined;
}

/** What `createHeartbeatGateway` takes. */
export type HeartbeatGatewayOptions = PortOptions | ServerOptions | SocketServerOptions;
