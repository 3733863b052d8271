import type { HeartbeatLogger } from '../../protocol/logger.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import { LOG_LEVELS } from '../../admin/schemas/settingValues.js';
import { resolveAlerts, type AlertConfig, type AlertOptions } from '../alerts/alertOptions.js';
import type { AdminOptions } from '../admin/access/authorization.js';
import type { Cluster } from '../cluster/clusterStore.js';
import { systemClock, type GatewayClock } from '../clock.js';
import type { StateStore } from '../state/stateStore.js';
import { createClientAddress, type ClientAddress } from '../http/clientAddress.js';
import type { RecordLimits } from '../records/sessionStore.js';
import { resolveCollect, type CollectOptions } from './collectOptions.js';
import type { PingMode } from '../heartbeat/liveness.js';
import { resolveFrames, type ChooseFrames, type FrameMode } from '../peers/frameMode.js';
import { readProxyIdle, type EnvironmentVariables } from '../settings/sources/environment.js';
import type { LogLevel, SettingsLayer } from '../settings/sources/settingValues.js';
import { CONSOLE_RULE, consoleLogger } from '../telemetry/consoleLogger.js';
import type { Log } from '../telemetry/eventRecorder.js';
import { LOGGER_RULE } from '../telemetry/logLimit.js';
import type { MetricsOptions } from '../telemetry/metrics.js';

/** How often the gateway pings, as written in code. Integers, milliseconds. File, environment and operator overrule it. */
export interface GatewayHeartbeatOptions {
  /** A peer silent for this long is pinged. Keep it under the idle limit of your proxies. @default 25_000 */
  readonly intervalMs?: number | undefined;
  /** From the first unanswered ping to the end of the connection. Not shorter than the interval. @default 3 × the interval */
  readonly timeoutMs?: number | undefined;
}

/** Options of every gateway. */
export interface GatewayBaseOptions {
  readonly heartbeat?: GatewayHeartbeatOptions | undefined;
  /** `'when-silent'` does not ping a peer that spoke within the interval; `'always'` does. @default 'when-silent' */
  readonly ping?: PingMode | undefined;
  /**
   * Whether peers get frames of ours: `'json'`; or `'control'`, control pings only, and no message is kept from the
   * application. A function decides by the request (null for a socket older than the gateway) and the subprotocol.
   * @default 'json' without a subprotocol; 'control' with one, because it belongs to another protocol, which would take our
   * frames for an error
   */
  readonly frames?: FrameMode | ChooseFrames | undefined;
  /**
   * The most heartbeat frames and control pings of one peer in a second. A peer that sends more is closed with 1013.
   * `Infinity`: no limit.
   * @default 20
   */
  readonly maxPingsPerSecond?: number | undefined;
  /**
   * The most bytes that a peer may leave unread. A peer with more is not pinged. If it has read none of them an
   * interval later, it is closed with 1013; `broadcast` closes it at once. `Infinity`: no limit.
   * @default 1_048_576
   */
  readonly maxBufferedBytes?: number | undefined;
  /**
   * The most connections that a gateway accepts in a second. Further upgrades get 503 with `Retry-After` (with `wss`
   * the upgrades are yours). A drain sizes its window by this, so give all gateways behind one address the same value.
   * `Infinity`: no limit. File, environment (`HEARTBEAT_ADMIT_PER_SECOND`) and operator overrule it.
   * @default 1_000
   */
  readonly admitPerSecond?: number | undefined;
  /**
   * The names in the `Host` header by which the gateway may be reached, beside those of this machine; others get 403. A
   * leading `*.` stands for all subdomains. With `wss` this applies to the admin interface only.
   * @default any; but only names of this machine where the server listens on loopback, and neither `origins`, `authenticate`
   * nor `trustedProxies` is given
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Proxies whose `X-Forwarded-For` is believed, as addresses or subnets: `['10.0.0.0/8']`; `'unix'` stands for a proxy
   * that connects by a Unix socket; otherwise its clients have no address, and no limit per address. Limits and records
   * then go by the client's address. The header of any other sender is ignored.
   * @default none
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * How long a connection may carry no byte before the proxies in front cut it, integer milliseconds. An interval that is
   * not safely below it, from any source, raises the alert `proxy_idle_timeout`; it changes nothing else. The variable
   * `HEARTBEAT_PROXY_IDLE_TIMEOUT_MS` overrules it.
   * @default no check
   */
  readonly proxyIdleTimeoutMs?: number | undefined;
  /**
   * The least important level of records that reaches the logger; `'silent'`: none. If the logger has a stricter level
   * of its own, that still applies. File, environment (`HEARTBEAT_LOG_LEVEL`) and operator overrule it.
   * @default 'debug'
   */
  readonly logLevel?: LogLevel | undefined;
  /** How long a closing handshake may take before `terminate()`, integer milliseconds. @default 1_000 */
  readonly closeTimeoutMs?: number | undefined;
  /**
   * A JSON file, `{ "heartbeat": { "intervalMs": 25000 } }`, read at the start and whenever it changes. It may set
   * `intervalMs`, `timeoutMs`, `admitPerSecond` and `logLevel`. A file named here must exist; `false`: none. @default 'heartbeat.config.json' in the working directory, if it exists
   */
  readonly configFile?: string | false | undefined;
  /**
   * Where the changes of operators are kept, so that a restart does not lose them: `fileState(path)`, or `memoryState()` to
   * forget them. A gateway that cannot keep a change does not apply it, and answers 503.
   * @default the file `heartbeat.state.json` beside the configuration file; with `configFile: false`, memory
   */
  readonly state?: StateStore | undefined;
  /**
   * Makes this gateway one of several: `redisCluster({ client })` of `heartbeat-socket/cluster`. Settings, notices, alerts,
   * statistics and drains are then those of all of them. @default alone
   */
  readonly cluster?: Cluster | undefined;
  /** The name of the release that this gateway runs, for rolling drains: `process.env.RELEASE`. @default none */
  readonly generation?: string | undefined;
  /** Where `HEARTBEAT_…` variables are read from. @default process.env */
  readonly env?: EnvironmentVariables | undefined;
  readonly admin?: AdminOptions | undefined;
  /**
   * Keeps the records of both ends of each session for a while, for `GET /sessions/:id/timeline`, and asks clients that have
   * `telemetry: sendRecords()` for theirs. `true`: within the default limits. @default false
   */
  readonly collect?: CollectOptions | boolean | undefined;
  readonly metrics?: MetricsOptions | undefined;
  readonly alerts?: AlertOptions | undefined;
  /**
   * Anything shaped like pino. Pings at debug, changes of state at info, misses at warn.
   * @default warnings go to the console, one of a kind a second, unless `NODE_ENV` is `production`
   */
  readonly logger?: HeartbeatLogger | undefined;
  /** @default the machine's */
  readonly clock?: GatewayClock | undefined;
  /** Random numbers, uniform in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** The options of every gateway, checked and complete. */
export interface BaseConfig {
  readonly pingMode: PingMode;
  readonly maxPingsPerSecond: number;
  readonly maxBufferedBytes: number;
  readonly closeTimeoutMs: number;
  readonly proxyIdleTimeoutMs: number | undefined;
  /** Null: no records are collected. */
  readonly collect: RecordLimits | null;
  readonly clientAddress: ClientAddress;
  readonly code: SettingsLayer;
  readonly env: EnvironmentVariables;
  readonly chooseFrames: ChooseFrames;
  readonly alerts: AlertConfig;
  readonly log: Log;
  /** Null: the gateway is alone. */
  readonly cluster: Cluster | null;
  readonly generation: string | null;
  readonly clock: GatewayClock;
  readonly random: () => number;
}

/** Checks a count, a size or a rate. @throws HeartbeatOptionError naming the option. */
export const checkLimit = (option: string, value: number): number =>
  checkInteger(option, value, 1, Number.MAX_SAFE_INTEGER, true);

const checkDuration = (option: string, value: number | undefined): number | undefined =>
  value === undefined ? undefined : checkInteger(option, value, 1);

/** @throws HeartbeatOptionError naming the option. */
export function resolveBaseOptions(options: GatewayBaseOptions): BaseConfig {
  const { heartbeat = {}, ping = 'when-silent', closeTimeoutMs = 1_000, env = process.env } = options;
  const { maxPingsPerSecond = 20, maxBufferedBytes = 1_048_576, admitPerSecond, logLevel } = options;
  if (ping !== 'when-silent' && ping !== 'always') {
    throw new HeartbeatOptionError('ping', "'when-silent' or 'always'", ping);
  }
  return {
    pingMode: ping,
    maxPingsPerSecond: checkLimit('maxPingsPerSecond', maxPingsPerSecond),
    maxBufferedBytes: checkLimit('maxBufferedBytes', maxBufferedBytes),
    closeTimeoutMs: checkInteger('closeTimeoutMs', closeTimeoutMs, 1),
    collect: resolveCollect(options.collect),
    proxyIdleTimeoutMs: readProxyIdle(env) ?? checkDuration('proxyIdleTimeoutMs', options.proxyIdleTimeoutMs),
    clientAddress: createClientAddress(options.trustedProxies ?? []),
    code: {
      intervalMs: checkDuration('heartbeat.intervalMs', heartbeat.intervalMs),
      timeoutMs: checkDuration('heartbeat.timeoutMs', heartbeat.timeoutMs),
      admitPerSecond: admitPerSecond === undefined ? undefined : checkLimit('admitPerSecond', admitPerSecond),
      logLevel: logLevel === undefined ? undefined : checkLogLevel(logLevel),
    },
    env,
    chooseFrames: resolveFrames(options.frames),
    alerts: resolveAlerts(options.alerts ?? {}),
    log: options.logger ? { logger: options.logger, rule: LOGGER_RULE } : logWithoutLogger(env),
    cluster: options.cluster === undefined ? null : checkCluster(options.cluster),
    generation: options.generation === undefined ? null : checkGeneration(options.generation),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function checkCluster(cluster: Cluster): Cluster {
  if (typeof cluster === 'object' && cluster !== null && typeof cluster.open === 'function') return cluster;
  throw new HeartbeatOptionError('cluster', '`redisCluster({ client })` of heartbeat-socket/cluster', cluster);
}

function checkGeneration(generation: string): string {
  if (typeof generation === 'string' && GENERATION.test(generation)) return generation;
  throw new HeartbeatOptionError('generation', 'a name of 1 to 200 printable ASCII characters', generation);
}

/** It is announced, compared and shown. */
const GENERATION = /^[!-~](?:[ -~]{0,198}[!-~])?$/;

function checkLogLevel(level: LogLevel): LogLevel {
  if (LOG_LEVELS.includes(level)) return level;
  throw new HeartbeatOptionError('logLevel', `one of ${LOG_LEVELS.join(', ')}`, level);
}

const logWithoutLogger = (env: EnvironmentVariables): Log => ({
  logger: env['NODE_ENV'] === 'production' ? undefined : consoleLogger,
  rule: CONSOLE_RULE,
});
