import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import { checkInteger } from '../../protocol/optionRules.js';
import { createAuthorization, type Authorization } from '../admin/authorization.js';
import type { UpgradeRules } from '../door/doorkeeper.js';
import type { SocketServer } from '../peerSocket.js';
import { resolveSettings, type ResolvedSettings } from '../settings/gatewaySettings.js';
import { resolveRegistry } from '../telemetry/metrics.js';
import { resolveBaseOptions, type BaseConfig } from './baseOptions.js';
import type { HeartbeatGatewayOptions } from './gatewayOptions.js';
import { checkPath, refuseUpgradeOptions, resolveUpgradeOptions } from './upgradeOptions.js';

/** All that a gateway is started with. */
export interface ResolvedGateway extends BaseConfig {
  /** Where its connections come from. One of the three is given. */
  readonly listen: { readonly port: number; readonly host: string | undefined } | undefined;
  readonly server: Server | undefined;
  readonly wss: SocketServer | undefined;
  /** Null with `wss`. */
  readonly upgrades: UpgradeRules | null;
  readonly settings: ResolvedSettings;
  readonly registry: Registry;
  readonly isMetricsPublic: boolean;
  readonly adminPath: string;
  /** Null: the admin interface is off. */
  readonly authorization: Authorization | null;
}

/**
 * Checks the options, and reads the environment and the file. It starts nothing and holds nothing, so that an error leaves
 * nothing behind.
 * @throws HeartbeatOptionError naming the option.
 */
export function resolveGateway(options: HeartbeatGatewayOptions): ResolvedGateway {
  const { port, server, wss, admin = {}, metrics = {}, configFile } = options;
  const places = [port, server, wss].filter((place) => place !== undefined);
  if (places.length !== 1) {
    throw new HeartbeatOptionError('port, server, wss', 'one of the three, and only one', `${places.length} of them`);
  }
  if (options.wss !== undefined) refuseUpgradeOptions(options);
  const base = resolveBaseOptions(options);
  return {
    ...base,
    listen:
      options.port === undefined
        ? undefined
        : { port: checkInteger('port', options.port, 0, 65_535), host: options.host },
    server,
    wss,
    upgrades: options.wss === undefined ? resolveUpgradeOptions(options, base) : null,
    adminPath: checkPath('admin.path', admin.path ?? '/heartbeat'),
    authorization: createAuthorization(admin, base.env, base.clock, base.clientAddress),
    registry: resolveRegistry(metrics.registry),
    isMetricsPublic: metrics.public ?? false,
    settings: resolveSettings({ ...base, configFile }),
  };
}
