import { HeartbeatOptionError } from '../../protocol/optionError.js';
import type { AdminOptions } from '../admin/authorization.js';
import { createClientAddress, type ClientAddress } from '../door/clientAddress.js';
import { systemClock, type Clock } from '../clock.js';
import { readProxyIdle, type Environment } from '../settings/environment.js';
import type { GatewayLogger } from '../telemetry/eventRecorder.js';
import type { PingMode } from '../heartbeat/liveness.js';
import type { MetricsOptions } from '../telemetry/metrics.js';
import { checkDuration, checkLimit, type TimingLayer } from '../settings/optionRules.js';

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

const DEFAULT_MAX_BUFFERED_BYTES = 1_048_576;

/** @throws HeartbeatOptionError naming the option. */
export function resolveBaseOptions(options: GatewayBaseOptions): GatewayConfig {
  const { heartbeat = {}, ping = 'when-silent', closeTimeoutMs = 1_000 } = options;
  const { maxPingsPerSecond = 20, maxBufferedBytes = DEFAULT_MAX_BUFFERED_BYTES, admitPerSecond = 1_000 } = options;
  const env = options.env ?? process.env;
  if (ping !== 'when-silent' && ping !== 'always') {
    throw new HeartbeatOptionError('ping', "'when-silent' or 'always'", ping);
  }
  return {
    pingMode: ping,
    maxPingsPerSecond: checkLimit('maxPingsPerSecond', maxPingsPerSecond),
    maxBufferedBytes: checkLimit('maxBufferedBytes', maxBufferedBytes),
    closeTimeoutMs: checkDuration('closeTimeoutMs', closeTimeoutMs),
    admitPerSecond: checkLimit('admitPerSecond', admitPerSecond),
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

const optional = (option: string, value: number | undefined): number | undefined =>
  value === undefined ? undefined : checkDuration(option, value);
