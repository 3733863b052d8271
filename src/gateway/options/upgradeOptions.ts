import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import type { Authenticate } from '../door/authentication.js';
import type { UpgradeRules } from '../door/doorkeeper.js';
import type { RefuseHost } from '../door/hosts.js';
import { createOriginList } from '../door/originList.js';
import { DECISION_TIMEOUT_MS } from '../http/waits.js';
import { checkLimit, type BaseConfig, type GatewayBaseOptions } from './baseOptions.js';
import { BOOLEAN, CHECKED_ELSEWHERE, FUNCTION, TEXTS, type OptionKind } from './optionKinds.js';

/** Options of a gateway that does the upgrades itself. */
export interface GatewayUpgradeOptions extends GatewayBaseOptions {
  /** Where sockets are opened; exactly this path. @default '/ws' */
  readonly path?: string | undefined;
  /** Bytes of one message; a longer one closes the connection with 1009. @default 1_048_576 */
  readonly maxPayload?: number | undefined;
  /**
   * Compress messages of a kibibyte and more, which takes CPU and memory for each. A message may inflate to `maxPayload`,
   * not more.
   * @default false
   */
  readonly perMessageDeflate?: boolean | undefined;
  /**
   * Origins whose pages may connect, as a browser writes them: `['https://app.example.com', 'capacitor://localhost']`; others
   * get 403. One leading `*.` stands for all subdomains: `https://*.example.com`.
   * @default the origin whose host is that of the Host header, and pages of this machine on this machine
   */
  readonly origins?: readonly string[] | undefined;
  /** Refuse requests without an `Origin`: they come from no browser. @default false */
  readonly requireOrigin?: boolean | undefined;
  /** The most connections in all; one more gets 503. `Infinity`: no limit. @default 50_000 */
  readonly maxConnections?: number | undefined;
  /**
   * The most connections from one address (from one /64, in IPv6); one more gets 429. Behind a proxy, all clients come
   * from the proxy's address: name the proxy in `trustedProxies`, or raise this to `maxConnections`. `Infinity`: no
   * limit. @default 1_000
   */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Decides on an upgrade before there is a socket: refused ones get 401 or 403. @default accepts all */
  readonly authenticate?: Authenticate | undefined;
  /** How long `authenticate` and `admin.authorize` may take, integer milliseconds; then 503. @default 10_000 */
  readonly handshakeTimeoutMs?: number | undefined;
}

const MEBIBYTE = 1_048_576;
/** `ws` keeps the length of a message in 32 bits, and takes 0 for no limit at all. */
const MAX_PAYLOAD_BYTES = 2 ** 31 - 1;

/** The options of a gateway that does the upgrades itself. @throws HeartbeatOptionError naming the option. */
export function resolveUpgradeOptions(
  options: GatewayUpgradeOptions,
  { closeTimeoutMs }: BaseConfig,
  refuseHost: RefuseHost,
): UpgradeRules {
  const { maxPayload = MEBIBYTE, maxConnections = 50_000, maxConnectionsPerAddress = 1_000 } = options;
  const { path = '/ws', handshakeTimeoutMs = DECISION_TIMEOUT_MS, origins, authenticate } = options;
  return {
    path: checkPath('path', path),
    maxPayload: Math.min(checkLimit('maxPayload', maxPayload), MAX_PAYLOAD_BYTES),
    origins,
    isListed: createOriginList(origins ?? []),
    refuseHost,
    requireOrigin: options.requireOrigin ?? false,
    maxConnections: checkLimit('maxConnections', maxConnections),
    maxConnectionsPerAddress: checkLimit('maxConnectionsPerAddress', maxConnectionsPerAddress),
    authenticate,
    handshakeTimeoutMs: checkInteger('handshakeTimeoutMs', handshakeTimeoutMs, 1),
    closeTimeoutMs,
    perMessageDeflate: options.perMessageDeflate ?? false,
  };
}

/**
 * Checks a path as it is in a request: absolute, without a query, without a slash at its end, and as clients write it.
 * They encode other letters, and leave `.` and `..` out, so that such a path would match no request.
 */
export function checkPath(option: string, path: string): string {
  const isPath = /^(\/[^/?#\s]+)+$/.test(path) || (option === 'path' && path === '/');
  if (isPath && new URL(path, 'http://host').pathname === path) return path;
  const rule = 'a path such as /ws, as it is in a URL: a slash first, none last, no query, other letters encoded';
  throw new HeartbeatOptionError(option, rule, path);
}

type UpgradeOptionName = Exclude<keyof GatewayUpgradeOptions, keyof GatewayBaseOptions>;

/** The options that a gateway with `wss` does not take. */
export const UPGRADE_OPTIONS: Readonly<Record<UpgradeOptionName, OptionKind>> = {
  path: CHECKED_ELSEWHERE,
  maxPayload: CHECKED_ELSEWHERE,
  perMessageDeflate: BOOLEAN,
  origins: TEXTS,
  requireOrigin: BOOLEAN,
  maxConnections: CHECKED_ELSEWHERE,
  maxConnectionsPerAddress: CHECKED_ELSEWHERE,
  authenticate: FUNCTION,
  handshakeTimeoutMs: CHECKED_ELSEWHERE,
};

/**
 * The types exclude these options, but JavaScript and spreads let them through, and a limit without effect is worse
 * than an error.
 */
export function refuseUpgradeOptions(options: GatewayUpgradeOptions): void {
  for (const name of Object.keys(UPGRADE_OPTIONS) as UpgradeOptionName[]) {
    if (options[name] !== undefined) {
      throw new HeartbeatOptionError(name, 'left to your WebSocketServer, which does the upgrades', options[name]);
    }
  }
}
