import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createGatewayAlerts } from './alerts/gatewayAlerts.js';
import { createAdminRoutes, isForOperators } from './admin/adminRoutes.js';
import { createRecordsRoute } from './admin/recordsRoute.js';
import { addressKey } from './http/address.js';
import { wantsAliases } from './http/requestTarget.js';
import { attach } from './server/attach.js';
import { createDirectory } from './directory/createDirectory.js';
import { createEventFeed } from './feed/eventFeed.js';
import { createDoorkeeper, type Arrival } from './door/doorkeeper.js';
import { orNotFound } from './http/answer.js';
import { addressOf, startOwnServer } from './server/ownServer.js';
import type { HeartbeatGateway } from './gateway.js';
import type { Trying } from './heartbeat/peerHeartbeat.js';
import { createCollector } from './records/collector.js';
import { refuseOrigin, SAME_ORIGIN } from './door/origins.js';
import { createSelfDoubt } from './heartbeat/selfDoubt.js';
import type { HeartbeatGatewayOptions } from './options/gatewayOptions.js';
import { resolveGateway, type ResolvedGateway } from './options/resolveGateway.js';
import { Connection } from './peers/connection.js';
import type { ConnectionContext } from './peers/connectionContext.js';
import { createDrain, readOverMs } from './peers/drain.js';
import { returnWindow } from './peers/drainPlan.js';
import { createIdSource } from './peers/idSource.js';
import { createNoticeBoard } from './peers/noticeBoard.js';
import { createPeerRegistry } from './peers/peerRegistry.js';
import { sendHome } from './peers/sendHome.js';
import { followSettings } from './settings/gatewaySettings.js';
import { openSettings } from './settings/openSettings.js';
import { knownLimit } from './settings/pathLimit.js';
import { watchProxyIdle } from './settings/proxyIdle.js';
import { createGatewayStatistics } from './statistics/gatewayStatistics.js';
import { createTogether } from './together.js';
import { createOperatorViews } from './operatorViews.js';
import { createSubscriptions } from './subscriptions.js';
import { recordAlert } from './telemetry/alerts.js';
import { createEventRecorder } from './telemetry/eventRecorder.js';
import { watchLag } from './telemetry/lag.js';
import { createMetrics } from './telemetry/metrics.js';
import { createTally, toStats } from './telemetry/tally.js';
import type { GatewayStats } from './views.js';

/**
 * Makes a gateway: a WebSocket server whose connections are watched by heartbeats in both directions.
 *
 * @throws HeartbeatOptionError for an invalid option or environment variable, or for a file that cannot be read.
 * @example
 * const gateway = createHeartbeatGateway({ port: 8080 });
 * gateway.on('connection', (socket) => {
 *   socket.on('message', (data) => socket.send(data.toString()));
 * });
 * await gateway.ready;
 */
export const createHeartbeatGateway = (options: HeartbeatGatewayOptions): HeartbeatGateway =>
  start(resolveGateway(options));

/** Starts a gateway. Never throws; if the port is taken, `ready` rejects. */
function start(config: ResolvedGateway): HeartbeatGateway {
  const { clock, random, clientAddress, upgrades, listen, wss } = config;
  const state = config.state.open(clock);
  const opened = openSettings(config.settings, state, clock.wallNow());
  const { book } = opened;
  const timing = () => book.forPeers.timing;
  const settingsVersion = () => book.forPeers.version;
  const admitPerSecond = () => book.values.admitPerSecond;

  const id = randomUUID();
  const startedAt = clock.wallNow();
  const tally = createTally();
  const recorder = createEventRecorder(clock, id, config.log, () => book.values.logLevel);
  const doubt = createSelfDoubt(clock, recorder, timing);
  const peers = createPeerRegistry(clock, random, timing, doubt);
  const connections = () => peers.size;
  const lag = watchLag();
  const openAges = () => [...peers].map(({ openedAt }) => clock.wallNow() - openedAt);
  const { sloTarget, sloPairs } = config.alerts;
  const sources = { clock, recorder, tally, lag, connections };
  const statistics = createGatewayStatistics({ ...sources, openAges, addressKey, sloTarget, sloPairs });
  const basics = { clock, random, recorder, state };
  const alerts = createGatewayAlerts(config.alerts, { ...basics, gatewayId: id, statistics, fetch });
  const subscriptions = createSubscriptions(recorder, alerts);
  const together = createTogether(config, {
    ...basics,
    id,
    startedAt,
    tally,
    connections,
    maxConnections: upgrades?.maxConnections,
    alerts: alerts.view,
    leaving: () => leaving(),
    isDraining: () => drain.plan !== null,
    drain: (overMs) => drain.begin(overMs),
  });
  const node = together?.node;
  const isCordoned = () => together?.rollout.isCordoned() ?? false;
  const metrics = createMetrics(config.registry, {
    cluster: node ? { isConnected: node.isConnected, gateways: () => node.members().length } : null,
    probes: () => doorkeeper?.probeCount() ?? 0,
    ...sources,
    timing,
    settingsVersion,
    alertRules: alerts.ruleNames,
    isAlertActive: alerts.isActive,
  });
  statistics.onOutage(metrics.observeOutage);
  const doorkeeper =
    upgrades && createDoorkeeper(upgrades, { clock, clientAddress, recorder, tally, admitPerSecond, isCordoned });
  const onBegin = () => {
    doorkeeper?.refuseAll('draining');
    feed?.end();
  };
  const drain = createDrain({ clock, recorder, peers, admitPerSecond, onBegin });

  const nextId = createIdSource();
  const notices = createNoticeBoard({ clock, recorder, peers, nextId, share: together && together.shareNotice });

  // Only operators look at these.
  const forOperators = config.authorization && { clock, recorder, gatewayId: id };
  const directory = forOperators && createDirectory(forOperators, nextId);
  const feed = forOperators && createEventFeed(forOperators);

  const collector =
    config.collect &&
    createCollector(config.collect, {
      clock,
      recorder,
      gatewayId: id,
      maxPayload: upgrades?.maxPayload ?? Number.MAX_SAFE_INTEGER,
      path: `${config.adminPath}/records`,
    });

  let closing: Promise<void> | null = null;
  const leaving = () => (closing ? 'closing' : drain.plan || isCordoned() ? 'draining' : null);
  const window = () => returnWindow(peers.size, admitPerSecond());
  const compareWithProxies = watchProxyIdle(config.proxyIdleTimeoutMs, timing, recorder);
  const settings = followSettings(opened, {
    shareSettings: together && together.shareSettings,
    clock,
    recorder,
    state,
    connections,
    pathLimit: () => knownLimit(config.proxyIdleTimeoutMs, statistics.pathLimits()),
    peers: { all: peers, inTurns: peers.inTurns, retime: peers.retime },
    onTimingChange() {
      peers.retime();
      compareWithProxies();
      peers.inTurns((peer) => peer.announceSettings());
    },
  });
  const settingsFor = ({ triesSince }: Trying) => (triesSince === null ? null : settings.tried()) ?? book.forPeers;

  const context: ConnectionContext = {
    clock,
    random,
    recorder,
    tally,
    doubt,
    timing: (peer) => settingsFor(peer).timing,
    settingsFor,
    pingMode: config.pingMode,
    maxPingsPerSecond: config.maxPingsPerSecond,
    maxBufferedBytes: config.maxBufferedBytes,
    closeTimeoutMs: config.closeTimeoutMs,
    gatewayId: id,
    nextId,
    noticeFrame: notices.frame,
    wants: collector ? { records: collector.wish } : undefined,
    onIntroduction: (peer, hello) => collector?.hello(peer, hello),
    takeRecords: collector && collector.take,
    chooseFrames: config.chooseFrames,
    peerCount: connections,
    isDraining: () => drain.plan !== null,
    observeRtt(rttMs) {
      metrics.observeRtt(rttMs);
      statistics.observeRtt(rttMs);
    },
    survivedSilence: statistics.survivedSilence,
    onHello: settings.arrived,
    onClosed(peer, reason, silentMs) {
      peers.remove(peer);
      statistics.connectionsChanged();
      doorkeeper?.release(peer.remote);
      settings.closed(peer, reason, silentMs);
    },
  };

  const open = (arrival: Arrival): void => {
    const { socket, request, tookMs } = arrival;
    const connection = new Connection(arrival, context);
    directory?.opened(connection, request?.headers['user-agent']);
    tally.counters.opened += 1;
    peers.add(connection);
    statistics.connectionsChanged();
    recorder.record('connect.opened', { attempt: 0, tookMs }, connection);
    connection.welcome(doorkeeper && wantsAliases(request) ? true : undefined);
    if (request) subscriptions.opened(socket, request, connection);
    // Only a `wss` of the application still accepts connections.
    if (leaving() !== null) sendHome(connection, window(), closing ? 'shutdown' : 'drain');
  };

  const stats = (): GatewayStats =>
    toStats(tally, { gatewayId: id, startedAt, connections: peers.size, settings: settings.view() });

  config.tokensFile?.watch((problem) => recordAlert(recorder, 'tokens', problem));
  const administer = createAdminRoutes(config.adminPath, config.authorization, config.isMetricsPublic, {
    leaving,
    clientAddress,
    recorder,
    refuseHost: config.refuseHost,
    metrics: async () => ({ text: await metrics.registry.metrics(), contentType: metrics.registry.contentType }),
    settings,
    ...createOperatorViews({
      id,
      clock,
      together,
      stats,
      status: () => leaving() ?? 'accepting',
      statistics,
      alerts: alerts.view,
      collector,
      peers,
      directory,
    }),
    now: () => clock.wallNow(),
    drain: drain.begin,
    drainPlan: () => drain.plan && { ...drain.plan, startedAt: drain.startedAt },
    peers,
    directory,
    feed,
    notices,
    onRequest: metrics.countAdminRequest,
  });

  const refuse = (request: IncomingMessage): string | null =>
    config.refuseHost(request) ?? refuseOrigin(request, upgrades ?? SAME_ORIGIN);
  const takeRecords = collector && createRecordsRoute(collector, refuse, metrics.countAdminRequest);
  const adminServer = config.adminListen ? startOwnServer(config.adminListen, orNotFound(administer)) : null;
  const handle: HeartbeatGateway['handle'] = (request, response) => {
    const isElsewhere = adminServer !== null && isForOperators(request, config.adminPath);
    const isTaken = takeRecords?.(request, response) ?? false;
    // The path of the sockets may be that of the admin interface, or below it (`/heartbeat/ws`). It then takes
    // precedence.
    const isAnswered = isTaken || (doorkeeper?.diagnose(request, response) ?? false);
    return isAnswered || (!isElsewhere && administer(request, response));
  };

  // Clients are told the settings of the cluster, and not older ones first.
  const joined = node?.start();
  const own = listen ? startOwnServer(listen, orNotFound(handle), joined) : null;
  const ready = Promise.all([joined, own?.ready, adminServer?.ready]).then(() => {});
  const server = own?.server ?? config.server ?? null;
  const detach = attach({ server, wss, doorkeeper, clientAddress }, open);

  const close = async (): Promise<void> => {
    // If the gateway is closed before it listens, the rejection is of no use.
    ready.catch(() => {});
    alerts.stop();
    const farewell = node?.stop();
    const settled = settings.close();
    config.tokensFile?.close();
    drain.stop();
    notices.stop();
    collector?.stop();
    directory?.stop();
    feed?.stop();
    doubt.stop();
    doorkeeper?.refuseAll('closing');
    // Our own server keeps refusing with 503 until it is gone. A server of the application is left at once.
    if (!own) detach();
    const isEmpty = peers.whenEmpty();
    // Code 1012, because a gateway that closes in an orderly way usually restarts. Clients then spread their return.
    const wholeWindow = window();
    for (const peer of peers) sendHome(peer, wholeWindow, 'shutdown');
    await Promise.all([isEmpty, settled, farewell]);
    await Promise.all([own?.close(), adminServer?.close()]);
    metrics.close();
    statistics.stop();
  };

  return {
    id,
    ready,
    peers,
    registry: metrics.registry,
    on: subscriptions.on,
    address: () => addressOf(server),
    adminAddress: () => addressOf(adminServer?.server ?? server),
    handle,
    broadcast: (data) => peers.countEach((peer) => peer.deliver(data)),
    stats,
    async drain(given = {}) {
      drain.begin(readOverMs(given));
      await peers.whenEmpty();
    },
    close: () => (closing ??= close()),
  };
}
