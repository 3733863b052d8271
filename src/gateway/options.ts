import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { HeartbeatOptionError } from '../protocol/optionError.js';
import { MAX_TIMER_MS } from '../protocol/parse.js';
import type { Authenticate } from './authentication.js';
import type { AdminOptions } from './authorization.js';
import { createClientAddress, type ClientAddress } from './clientAddress.js';
import { systemClock, type Clock } from './clock.js';
import { readProxyIdle, type Environment } from './environment.js';
import type { GatewayLogger } from './eventRecorder.js';
import type { PingMode } from './liveness.js';
import type { MetricsOptions } from './metrics.js';
import { checkOrigins } from './origins.js';
import type { SocketServer } from './peerSocket.js';
import { checkDuration, type TimingLayer } from './timingRules.js';
import type { UpgradeRules } from './upgrade.js';

/** How the gateway beats, as written in code. Integers, milliseconds. File, environment and operator overrule it. */
export interface GatewayHeartbeatOptions {
  /** A peer silent for this long is pinged. Keep it under the idle limit of your proxies. @default 25_000 */
  readonly intervalMs?: number | undefined;
  /** From the first unanswered ping to the end. Not shorter than the interval. @default 3 × the interval */
  readonly timeoutMs?: number | undefined;
}

/** Options of every gateway. */
export interface GatewayBaseOptions {
  readonly heartbeat?: GatewayHeartbeatOptions | undefined;
  /** `'when-silent'` spares a peer that spoke within the interval its ping; `'always'` does not. @default 'when-silent' */
  readonly ping?: PingMode | undefined;
  /**
   * Heartbeat frames and control pings a second, of one peer; over it the peer is closed with 1013. `Infinity`: any.
   * @default 20
   */
  readonly maxPingsPerSecond?: number | undefined;
  /**
   * Bytes that may wait to be read by a peer. Over it, it is not pinged, and a beat later closed with 1013; `broadcast`
   * closes it at once. `Infinity`: any.
   * @default 1_048_576
   */
  readonly maxBufferedBytes?: number | undefined;
  /**
   * Connections a gateway like this one takes in a second. Upgrades over it get 503 with `Retry-After` (with `wss` the
   * upgrades are yours); a drain sizes its window by it, so give all gateways behind one address the same. `Infinity`: any.
   * @default 1_000
   */
  readonly admitPerSecond?: number | undefined;
  /**
   * Proxies whose `X-Forwarded-For` is believed, as addresses or subnets: `['10.0.0.0/8']`. Limits and records then go by
   * the client's address; from everybody else the header is ignored.
   * @default none
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * After how long without a byte the proxies in front cut a connection, integer milliseconds. It changes nothing but what is
   * said: an interval that is not safely below it, from whatever source, raises the alert `proxy_idle_timeout`. The variable
   * `HEARTBEAT_PROXY_IDLE_TIMEOUT_MS` overrules it.
   * @default nobody checks
   */
  readonly proxyIdleTimeoutMs?: number | undefined;
  /** From a polite close to `terminate()`, integer milliseconds. @default 1_000 */
  readonly closeTimeoutMs?: number | undefined;
  /**
   * A JSON file, `{ "heartbeat": { "intervalMs": 25000 } }`, read at the start and whenever it changes. One that is named
   * must exist; `false`: none. @default 'heartbeat.config.json' in the working directory, if it exists
   */
  readonly configFile?: string | false | undefined;
  /** Where `HEARTBEAT_…` variables are read from. @default process.env */
  readonly env?: Environment | undefined;
  readonly admin?: AdminOptions | undefined;
  readonly metrics?: MetricsOptions | undefined;
  /** Anything shaped like pino. Pings at debug, changes of state at info, misses at warn. @default none */
  readonly logger?: GatewayLogger | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** Options of a gateway that does the upgrades itself. */
export interface GatewayUpgradeOptions extends GatewayBaseOptions {
  /** Where sockets are opened; exactly this path. @default '/ws' */
  readonly path?: string | undefined;
  /** Bytes of one message; a longer one is answered with 1009. @default 1_048_576 */
  readonly maxPayload?: number | undefined;
  /**
   * Compress messages of a kibibyte and more. It takes CPU and memory for each; a message may inflate to `maxPayload`, not
   * more.
   * @default false
   */
  readonly perMessageDeflate?: boolean | undefined;
  /**
   * Origins whose pages may connect, as a browser writes them: `['https://app.example.com']`; others get 403.
   * @default the origin whose host is that of the Host header, and pages of this machine on this machine
   */
  readonly origins?: readonly string[] | undefined;
  /** Refuse requests without an `Origin`: they come from no browser. @default false */
  readonly requireOrigin?: boolean | undefined;
  /** Connections in all; one more gets 503. `Infinity`: any. @default 50_000 */
  readonly maxConnections?: number | undefined;
  /**
   * Connections of one address (of one /64, in IPv6); one more gets 429. Behind a proxy all come from its address: raise
   * it to `maxConnections` there, or name the proxy in `trustedProxies`. `Infinity`: any. @default 1_000
   */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Decides on an upgrade before there is a socket: refused ones get 401 or 403. @default everyone */
  readonly authenticate?: Authenticate | undefined;
  /** How long `authenticate` may take, integer milliseconds; then 503. @default 10_000 */
  readonly handshakeTimeoutMs?: number | undefined;
}

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

/** The options of every gateway, with nothing left open. */
export interface GatewayConfig {
  readonly pingMode: PingMode;
  readonly maxPingsPerSecond: number;
  readonly maxBufferedBytes: number;
  readonly closeTimeoutMs: number;
  readonly admitPerSecond: number;
  readonly proxyIdleTimeoutMs: number | undefined;
  readonly clientAddress: ClientAddress;
  readonly code: TimingLayer;
  readonly env: Environment;
  readonly clock: Clock;
  readonly random: () => number;
}

const MEBIBYTE = 1_048_576;

/** @throws HeartbeatOptionError naming the option. */
export function resolveOptions(options: HeartbeatGatewayOptions): GatewayConfig {
  const places = [options.port, options.server, options.wss].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new HeartbeatOptionError('port, server, wss', 'one of the three, and only one', `${places.length} of them`);
  }
  const { heartbeat = {}, ping = 'when-silent', closeTimeoutMs = 1_000 } = options;
  const { maxPingsPerSecond = 20, maxBufferedBytes = MEBIBYTE, admitPerSecond = 1_000 } = options;
  if (ping !== 'when-silent' && ping !== 'always') {
    throw new HeartbeatOptionError('ping', "'when-silent' or 'always'", ping);
  }
  if (options.port !== undefined && !(Number.isInteger(options.port) && options.port >= 0 && options.port <= 65_535)) {
    throw new HeartbeatOptionError('port', 'an integer from 0 (any free one) to 65535', options.port);
  }
  if (options.wss !== undefined) refuseUpgradeOptions(options);
  const env = options.env ?? process.env;
  return {
    pingMode: ping,
    maxPingsPerSecond: limit('maxPingsPerSecond', maxPingsPerSecond),
    maxBufferedBytes: limit('maxBufferedBytes', maxBufferedBytes),
    closeTimeoutMs: checkDuration('closeTimeoutMs', closeTimeoutMs),
    admitPerSecond: limit('admitPerSecond', admitPerSecond),
    proxyIdleTimeoutMs: readProxyIdle(env) ?? optional('proxyIdleTimeoutMs', options.proxyIdleTimeoutMs),
    clientAddress: createClientAddress(options.trustedProxies ?? []),
    code: {
      intervalMs: optional('heartbeat.intervalMs', heartbeat.intervalMs),
      timeoutMs: optional('heartbeat.timeoutMs', heartbeat.timeoutMs),
    },
    env,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

/** The options of a gateway that does the upgrades itself. @throws HeartbeatOptionError naming the option. */
export function resolveUpgradeOptions(
  options: GatewayUpgradeOptions,
  { closeTimeoutMs, admitPerSecond }: GatewayConfig,
): UpgradeRules & { readonly path: string } {
  const { maxPayload = MEBIBYTE, maxConnections = 50_000, maxConnectionsPerAddress = 1_000 } = options;
  return {
    path: checkPath('path', options.path ?? '/ws'),
    // `ws` keeps the length of a message in 32 bits, and takes 0 for no limit at all.
    maxPayload: Math.min(limit('maxPayload', maxPayload), MAX_TIMER_MS),
    origins: options.origins && checkOrigins(options.origins),
    requireOrigin: options.requireOrigin ?? false,
    maxConnections: limit('maxConnections', maxConnections),
    maxConnectionsPerAddress: limit('maxConnectionsPerAddress', maxConnectionsPerAddress),
    authenticate: options.authenticate,
    handshakeTimeoutMs: checkDuration('handshakeTimeoutMs', options.handshakeTimeoutMs ?? 10_000),
    closeTimeoutMs,
    admitPerSecond,
    perMessageDeflate: options.perMessageDeflate ?? false,
  };
}

/** A path as it stands in a request: absolute, without query, without a slash at its end. */
export function checkPath(option: string, path: string): string {
  if (/^(\/[^/?#\s]+)+$/.test(path) || (option === 'path' && path === '/')) return path;
  throw new HeartbeatOptionError(option, 'a path such as /ws: a slash first, none last, no query', path);
}

const UPGRADE_OPTIONS = [
  'path',
  'maxPayload',
  'perMessageDeflate',
  'origins',
  'requireOrigin',
  'maxConnections',
  'maxConnectionsPerAddress',
  'authenticate',
  'handshakeTimeoutMs',
] as const satisfies readonly (keyof GatewayUpgradeOptions)[];

/** JavaScript, or a spread, may hand them over all the same; a limit that does not limit is worse than an error. */
function refuseUpgradeOptions(options: GatewayUpgradeOptions): void {
  for (const name of UPGRADE_OPTIONS) {
    if (options[name] !== undefined) {
      throw new HeartbeatOptionError(name, 'left to your WebSocketServer, which does the upgrades', options[name]);
    }
  }
}

const optional = (option: string, value: number | undefined): number | undefined =>
  value === undefined ? undefined : checkDuration(option, value);

function limit(option: string, value: number): number {
  if (value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 1)) return value;
  throw new HeartbeatOptionError(option, 'an integer from 1, or Infinity', value);
}
