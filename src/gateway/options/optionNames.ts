import { checkNames } from '../../protocol/options/optionNames.js';
import type { AdminOptions } from '../admin/access/authorization.js';
import type { AlertOptions } from '../alerts/alertOptions.js';
import type { CollectOptions } from './collectOptions.js';
import type { MetricsOptions } from '../telemetry/metrics.js';
import type { GatewayHeartbeatOptions } from './baseOptions.js';
import type { HeartbeatGatewayOptions, PortOptions } from './gatewayOptions.js';
import { UPGRADE_OPTIONS } from './upgradeOptions.js';

type Names<Options> = Readonly<Record<keyof Options & string, true>>;

/** The names of all options. Those that one kind of gateway does not take are refused elsewhere, with the reason. */
const OPTIONS: Names<PortOptions> = {
  port: true,
  host: true,
  keepAliveTimeoutMs: true,
  server: true,
  wss: true,
  ...UPGRADE_OPTIONS,
  heartbeat: true,
  ping: true,
  frames: true,
  maxPingsPerSecond: true,
  maxBufferedBytes: true,
  admitPerSecond: true,
  logLevel: true,
  allowedHosts: true,
  trustedProxies: true,
  proxyIdleTimeoutMs: true,
  closeTimeoutMs: true,
  configFile: true,
  state: true,
  generation: true,
  cluster: true,
  env: true,
  admin: true,
  collect: true,
  metrics: true,
  alerts: true,
  logger: true,
  clock: true,
  random: true,
};
const HEARTBEAT: Names<GatewayHeartbeatOptions> = { intervalMs: true, timeoutMs: true };
const ADMIN: Names<AdminOptions> = {
  path: true,
  port: true,
  host: true,
  operatorToken: true,
  viewerToken: true,
  authorize: true,
};
const ALERTS: Names<AlertOptions> = { webhook: true, sloTarget: true, sloPairs: true };
const COLLECT: Names<CollectOptions> = { maxBytes: true, perSessionBytes: true, maxAgeMs: true };
const METRICS: Names<MetricsOptions> = { public: true, registry: true };

/** @throws HeartbeatOptionError for a name that is no option. */
export function checkOptionNames(options: HeartbeatGatewayOptions): void {
  const { heartbeat = {}, admin = {}, metrics = {}, alerts = {}, collect = {} } = options;
  checkNames('', options, OPTIONS);
  checkNames('heartbeat.', heartbeat, HEARTBEAT);
  checkNames('admin.', admin, ADMIN);
  checkNames('metrics.', metrics, METRICS);
  checkNames('alerts.', alerts, ALERTS);
  if (typeof collect !== 'boolean') checkNames('collect.', collect, COLLECT);
}
