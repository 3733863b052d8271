import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { GatewayStats } from './views.js';
import * as closeCodes from '../protocol/closeCodes.js';
import type { HeartbeatTiming } from '../protocol/frames.js';
import { createAdminRoutes } from './admin/adminRoutes.js';
import { attach } from './door/attach.js';
import { createGatekeeper } from './admin/authorization.js';
import { Connection } from './peers/connection.js';
import type { ConnectionContext } from './peers/connectionContext.js';
import { createDrain, returnHint } from './peers/drain.js';
import { EventRecorder } from './telemetry/eventRecorder.js';
import type { HeartbeatGateway } from './gateway.js';
import { createGatewaySettings } from './settings/gatewaySettings.js';
import { createIdSource } from './peers/idSource.js';
import { createMetrics } from './telemetry/metrics.js';
import { resolveOptions, type HeartbeatGatewayOptions } from './options/gatewayOptions.js';
import { addressOf, startOwnServer } from './door/ownServer.js';
import { PeerRegistry } from './peers/peerRegistry.js';
import type { PeerSocket } from './peerSocket.js';
import { problemAnswer, sendAnswer } from './admin/answer.js';
import { watchProxyIdle } from './settings/proxyIdle.js';
import { SelfDoubt } from './heartbeat/selfDoubt.js';
import { createSubscriptions } from './subscriptions.js';
import { createTally, toStats } from './telemetry/tally.js';
import { Doorkeeper } from './door/doorkeeper.js';
import { checkPath, resolveUpgradeOptions } from './options/upgradeOptions.js';

/**
 * Makes a gateway: a WebSocket server whose connections are watched by heartbeats, both ways.
 *
 * @throws HeartbeatOptionError for an option, an environment variable or a named file that cannot be meant.
 * @example
 * const gateway = createHeartbeatGateway({ port: 8080 });
 * gateway.on('connection', (socket) => {
 *   socket.on('message', (data) => socket.send(data.toString()));
 * });
 * await gateway.ready;
 */
export function createHeartbeatGateway(options: HeartbeatGatewayOptions): HeartbeatGateway {
  const config = resolveOptions(options);
  const { clock, clientAddress } = config;
  const rules = options.wss === undefined ? resolveUpgradeOptions(options, config) : null;
  const adminPath = checkPath('admin.path', options.admin?.path ?? '/heartbeat');
  const gatekeeper = createGatekeeper(options.admin ?? {}, config.env, clock, clientAddress);
  const id = randomUUID();
  const startedAt = clock.wallNow();
  const tally = createTally();
  const recorder = new EventRecorder(clock, id, options.logger);
  const subscriptions = createSubscriptions(recorder);
  const metrics = createMetrics(options.metrics?.registry, {
    tally,
    connections: () => peers.size,
    timing: () => timing(),
    settingsVersion: () => settings.current.view.version,
  });
  const settings = createSettings();
  const timing = (): HeartbeatTiming => settings.current.timing;
  const holdAgainstProxies = watchProxyIdle(config.proxyIdleTimeoutMs, timing, recorder);
  const doubt: SelfDoubt = new SelfDoubt({ clock, recorder, timing, peerCount: () => peers.size });
  const peers = new PeerRegistry(clock, config.random, doubt, timing);
  const drain = createDrain({
    clock,
    recorder,
    peers,
    admitPerSecond: config.admitPerSecond,
    onBegin: () => doorkeeper?.refuseAll('draining'),
  });
  let closing: Promise<void> | null = null;
  const leaving = (): 'draining' | 'closing' | null => (closing ? 'closing' : drain.plan && 'draining');
  const hint = (): string => returnHint(peers.size, config.admitPerSecond);

  const context: ConnectionContext = {
    ...config,
    recorder,
    tally,
    doubt,
    gatewayId: id,
    nextId: createIdSource(),
    timing,
    isDraining: () => drain.plan !== null,
    settingsVersion: () => settings.current.view.version,
    observeRtt: (rttMs) => metrics.observeRtt(rttMs),
    onClosed(connection) {
      peers.remove(connection);
      doorkeeper?.release(connection.remote);
    },
  };

  const doorkeeper =
    rules &&
    new Doorkeeper(rules, {
      clock,
      clientAddress,
      recorder,
      tally,
      onOpen: ({ socket, request, remote, data, tookMs }) => open(socket, remote, data, tookMs, request),
    });

  const stats = (): GatewayStats =>
    toStats(tally, { gatewayId: id, startedAt, connections: peers.size, settings: settings.current.view });

  const handle = createAdminRoutes(adminPath, gatekeeper, options.metrics?.public ?? false, {
    leaving,
    clientAddress,
    metrics: async () => ({ text: await metrics.registry.metrics(), contentType: metrics.registry.contentType }),
    settings: () => settings.current.view,
    change: (patch, from) => settings.patch(patch, from),
    stats,
    drain: (overMs) => drain.begin(overMs),
    peers,
    disconnect(peerId) {
      const connection = peers.get(peerId);
      connection?.close(closeCodes.normal, 'disconnected by an operator', 'operator');
      return connection !== undefined;
    },
    onRequest: (route, status) => metrics.countAdminRequest(route, status),
  });

  const own =
    options.port === undefined
      ? null
      : startOwnServer(options.port, options.host, (request, response) => {
          if (!handle(request, response)) sendAnswer(response, problemAnswer(404));
        });
  const server = own?.server ?? options.server ?? null;
  const detach = attach({ server, wss: options.wss, doorkeeper, clientAddress }, (socket, remote, request) =>
    open(socket, remote, undefined, 0, request),
  );

  return {
    id,
    ready: own?.ready ?? Promise.resolve(),
    peers,
    registry: metrics.registry,
    on: subscriptions.on,
    address: () => addressOf(server),
    handle,
    broadcast: (data) => peers.countEach((peer) => peer.deliver(data)),
    stats,
    async drain({ overMs } = {}) {
      drain.begin(overMs);
      await peers.whenEmpty();
    },
    close: () => (closing ??= close()),
  };

  function createSettings(): ReturnType<typeof createGatewaySettings> {
    try {
      return createGatewaySettings({
        code: config.code,
        env: config.env,
        configFile: options.configFile,
        recorder,
        onChange() {
          peers.retime();
          holdAgainstProxies();
          peers.inTurns((peer) => peer.announceSettings());
        },
      });
    } catch (error) {
      // A gateway that was never made leaves nothing behind, a registry of the caller's included.
      metrics.close();
      throw error;
    }
  }

  function open(
    socket: PeerSocket,
    remote: string,
    data: unknown,
    tookMs: number,
    request: IncomingMessage | null,
  ): void {
    const connection = new Connection(socket, remote, data, context);
    tally.counters.opened += 1;
    peers.add(connection);
    recorder.record('connect.opened', { attempt: 0, tookMs }, connection);
    connection.welcome();
    if (request) subscriptions.opened(socket, request, connection);
    // Only a `wss` of the application still lets anybody in.
    if (leaving() !== null) connection.close(closeCodes.restart, hint(), drain.plan ? 'drain' : 'shutdown');
  }

  async function close(): Promise<void> {
    settings.close();
    drain.stop();
    doubt.stop();
    doorkeeper?.refuseAll('closing');
    // Our own server keeps refusing with 503 until it is gone; on yours, nothing of ours is left at once.
    if (!own) detach();
    const isEmpty = peers.whenEmpty();
    // 1012, as a gateway that closes in order is most often one that restarts: clients spread their return.
    const reason = hint();
    for (const peer of peers) peer.close(closeCodes.restart, reason, 'shutdown');
    await isEmpty;
    await own?.close();
    metrics.close();
  }
}
