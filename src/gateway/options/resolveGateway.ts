import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import type { Registry } from 'prom-client';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import { createAuthorization, type AdminOptions, type Authorization } from '../admin/access/authorization.js';
import { openTokensFile } from '../admin/access/tokens.js';
import type { TokensFile } from '../admin/access/tokensFile.js';
import type { UpgradeRules } from '../door/doorkeeper.js';
import { checkHosts, createHostCheck, type RefuseHost } from '../door/hosts.js';
import { DECISION_TIMEOUT_MS } from '../http/waits.js';
import type { ListenRules } from '../server/ownServer.js';
import type { SocketServer } from '../peerSocket.js';
import { configFilePath } from '../settings/sources/configFile.js';
import { readDeployed, type DeployedSettings } from '../settings/openSettings.js';
import { fileState } from '../state/fileState.js';
import { memoryState } from '../state/memoryState.js';
import type { StateStore } from '../state/stateStore.js';
import { resolveRegistry } from '../telemetry/metrics.js';
import { resolveBaseOptions, type BaseConfig } from './baseOptions.js';
import type { HeartbeatGatewayOptions, PortOptions } from './gatewayOptions.js';
import { checkOptions } from './optionTable.js';
import { checkPlace } from './places.js';
import {
  checkPath,
  refuseUpgradeOptions,
  resolveUpgradeOptions,
  type GatewayUpgradeOptions,
} from './upgradeOptions.js';

/** All that a gateway is started with. */
export interface ResolvedGateway extends BaseConfig {
  /** Where its connections come from. One of the three is given. */
  readonly listen: ListenRules | undefined;
  /** Where the admin interface listens, if not with the rest. */
  readonly adminListen: ListenRules | undefined;
  readonly server: Server | undefined;
  readonly wss: SocketServer | undefined;
  /** Null with `wss`. */
  readonly upgrades: UpgradeRules | null;
  /** For upgrades and for the admin interface. */
  readonly refuseHost: RefuseHost;
  readonly settings: DeployedSettings;
  readonly state: StateStore;
  readonly registry: Registry;
  readonly isMetricsPublic: boolean;
  readonly adminPath: string;
  /** The tokens of named people; null without such a file. */
  readonly tokensFile: TokensFile | null;
  /** Null: the admin interface is off. */
  readonly authorization: Authorization | null;
}

/**
 * Checks the options, and reads the environment and the file. It starts nothing and holds nothing, so that an error leaves
 * nothing behind.
 * @throws HeartbeatOptionError naming the option.
 */
export function resolveGateway(options: HeartbeatGatewayOptions): ResolvedGateway {
  checkOptions(options);
  const { server, wss, admin = {}, metrics = {}, configFile } = options;
  if (options.wss !== undefined) refuseUpgradeOptions(options);
  checkPlace(options);
  const base = resolveBaseOptions(options);
  const refuseHost = resolveHostCheck(options);
  const tokensFile = admin.authorize ? null : openTokensFile(base.env, base.clock);
  const upgrades = options.wss === undefined ? resolveUpgradeOptions(options, base, refuseHost) : null;
  return {
    ...base,
    listen: options.port === undefined ? undefined : resolveListen(options),
    adminListen: resolveAdminListen(admin),
    server,
    wss,
    upgrades,
    refuseHost,
    adminPath: checkPath('admin.path', admin.path === undefined ? '/heartbeat' : admin.path),
    tokensFile,
    authorization: createAuthorization(admin, {
      ...base,
      tokensFile,
      timeoutMs: upgrades?.handshakeTimeoutMs ?? DECISION_TIMEOUT_MS,
    }),
    registry: resolveRegistry(metrics.registry),
    isMetricsPublic: metrics.public ?? false,
    settings: readDeployed({ ...base, configFile }),
    state: options.state ?? defaultState(configFile),
  };
}

/** A gateway with `wss` has neither origins nor authentication of its own that would protect its admin interface. */
function resolveHostCheck({ allowedHosts, origins, authenticate, trustedProxies }: GatewayUpgradeOptions): RefuseHost {
  return createHostCheck({
    allowedHosts: allowedHosts && checkHosts(allowedHosts),
    guardsLoopback: origins === undefined && authenticate === undefined && trustedProxies === undefined,
  });
}

/** Beside the configuration file. A gateway that is to read no file writes none either. */
const defaultState = (configFile: string | false | undefined): StateStore =>
  configFile === false ? memoryState() : fileState(join(dirname(configFilePath(configFile)), 'heartbeat.state.json'));

/** By default only this machine can reach it, because the interface can disconnect every client. */
function resolveAdminListen({ port, host }: AdminOptions): ListenRules | undefined {
  if (port !== undefined) {
    return {
      port: checkInteger('admin.port', port, 0, 65_535),
      host: host || '127.0.0.1',
      keepAliveTimeoutMs: KEEP_ALIVE_MS,
    };
  }
  if (host === undefined || host === '') return undefined;
  throw new HeartbeatOptionError('admin.host', 'left out without `admin.port`, because it would have no effect', host);
}

/** Longer than load balancers keep a connection (AWS ALB: 60 s). */
const KEEP_ALIVE_MS = 65_000;

const resolveListen = ({ port, host, keepAliveTimeoutMs = KEEP_ALIVE_MS }: PortOptions): ListenRules => ({
  port: checkInteger('port', port, 0, 65_535),
  host: host || undefined,
  keepAliveTimeoutMs: checkInteger('keepAliveTimeoutMs', keepAliveTimeoutMs, 1),
});
