import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkNames } from '../../protocol/options/optionNames.js';
import type { AdminOptions } from '../admin/access/authorization.js';
import type { AlertOptions } from '../alerts/alertOptions.js';
import type { WebhookOptions } from '../alerts/webhook.js';
import type { CollectOptions } from './collectOptions.js';
import type { MetricsOptions } from '../telemetry/metrics.js';
import type { GatewayHeartbeatOptions } from './baseOptions.js';
import type { HeartbeatGatewayOptions, PortOptions } from './gatewayOptions.js';
import {
  BOOLEAN,
  CHECKED_ELSEWHERE,
  checkKinds,
  CLOCK,
  FUNCTION,
  LOGGER,
  OBJECT,
  OBJECT_OR_BOOLEAN,
  REGISTRY,
  STATE,
  TEXT,
  TEXT_OR_FALSE,
  TEXTS,
  type OptionKind,
} from './optionKinds.js';
import { UPGRADE_OPTIONS } from './upgradeOptions.js';

/** Every option of a group has a kind, so that none is taken unseen. */
type Kinds<Options> = Readonly<Record<keyof Options & string, OptionKind>>;

/** All options. Those that one kind of gateway does not take are refused elsewhere, with the reason. */
const OPTIONS: Kinds<PortOptions> = {
  port: CHECKED_ELSEWHERE,
  host: TEXT,
  keepAliveTimeoutMs: CHECKED_ELSEWHERE,
  server: CHECKED_ELSEWHERE,
  wss: CHECKED_ELSEWHERE,
  ...UPGRADE_OPTIONS,
  heartbeat: OBJECT,
  ping: CHECKED_ELSEWHERE,
  frames: CHECKED_ELSEWHERE,
  maxPingsPerSecond: CHECKED_ELSEWHERE,
  maxBufferedBytes: CHECKED_ELSEWHERE,
  admitPerSecond: CHECKED_ELSEWHERE,
  logLevel: CHECKED_ELSEWHERE,
  allowedHosts: TEXTS,
  trustedProxies: TEXTS,
  proxyIdleTimeoutMs: CHECKED_ELSEWHERE,
  closeTimeoutMs: CHECKED_ELSEWHERE,
  configFile: TEXT_OR_FALSE,
  state: STATE,
  generation: CHECKED_ELSEWHERE,
  cluster: CHECKED_ELSEWHERE,
  env: OBJECT,
  admin: OBJECT,
  collect: OBJECT_OR_BOOLEAN,
  metrics: OBJECT,
  alerts: OBJECT,
  logger: LOGGER,
  clock: CLOCK,
  random: FUNCTION,
};
const HEARTBEAT: Kinds<GatewayHeartbeatOptions> = { intervalMs: CHECKED_ELSEWHERE, timeoutMs: CHECKED_ELSEWHERE };
const ADMIN: Kinds<AdminOptions> = {
  path: CHECKED_ELSEWHERE,
  port: CHECKED_ELSEWHERE,
  host: TEXT,
  operatorToken: CHECKED_ELSEWHERE,
  viewerToken: CHECKED_ELSEWHERE,
  authorize: FUNCTION,
};
const ALERTS: Kinds<AlertOptions> = { webhook: OBJECT, sloTarget: CHECKED_ELSEWHERE, sloPairs: CHECKED_ELSEWHERE };
const WEBHOOK: Kinds<WebhookOptions> = { url: CHECKED_ELSEWHERE, secret: CHECKED_ELSEWHERE };
const COLLECT: Kinds<CollectOptions> = {
  maxBytes: CHECKED_ELSEWHERE,
  perSessionBytes: CHECKED_ELSEWHERE,
  maxAgeMs: CHECKED_ELSEWHERE,
};
const METRICS: Kinds<MetricsOptions> = { public: BOOLEAN, registry: REGISTRY };

/** @throws HeartbeatOptionError for an unknown name, and for a value that the option cannot have. */
export function checkOptions(options: HeartbeatGatewayOptions): void {
  if (!OBJECT.accepts(options)) {
    throw new HeartbeatOptionError('createHeartbeatGateway(options)', OBJECT.rule, options);
  }
  checkGroup('', options, OPTIONS);
  const { heartbeat = {}, admin = {}, metrics = {}, alerts = {}, collect = {} } = options;
  checkGroup('heartbeat.', heartbeat, HEARTBEAT);
  checkGroup('admin.', admin, ADMIN);
  checkGroup('metrics.', metrics, METRICS);
  checkGroup('alerts.', alerts, ALERTS);
  checkGroup('alerts.webhook.', alerts.webhook ?? {}, WEBHOOK);
  if (typeof collect !== 'boolean') checkGroup('collect.', collect, COLLECT);
}

function checkGroup(group: string, given: object, kinds: Readonly<Record<string, OptionKind>>): void {
  checkNames(group, given, kinds);
  checkKinds(group, given, kinds);
}
