import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HeartbeatTiming } from '../../protocol/frames.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import type { EventRecorder } from './eventRecorder.js';
import type { Lag } from './lag.js';
import { countEnds, RECORD_METRICS, type ToldOutage } from './recordMetrics.js';
import type { Tally } from './tally.js';

/** Where metrics go, and who may read them. */
export interface MetricsOptions {
  /** `GET /heartbeat/metrics` without a token. @default false */
  readonly public?: boolean | undefined;
  /** A registry of yours. Each gateway needs one of its own. @default a new one */
  readonly registry?: Registry | undefined;
}

/** What metrics are read from at the moment of a scrape. */
export interface MetricsSources {
  readonly lag: Lag;
  readonly tally: Tally;
  readonly connections: () => number;
  /** Probes of the path that were opened: no connections of anyone's. */
  readonly probes: () => number;
  readonly timing: () => HeartbeatTiming;
  readonly settingsVersion: () => number;
  readonly recorder: EventRecorder;
  readonly alertRules: readonly string[];
  readonly isAlertActive: (rule: string) => boolean;
  /** Null without a cluster. */
  readonly cluster: { readonly isConnected: () => boolean; readonly gateways: () => number } | null;
}

/** The gateway's metrics. */
export interface GatewayMetrics {
  readonly registry: Registry;
  readonly observeRtt: (rttMs: number) => void;
  readonly observeOutage: (outage: ToldOutage) => void;
  readonly countAdminRequest: (route: string, status: number) => void;
  /** Stops measuring, and takes our metrics out of the registry, so that another gateway may use it. */
  readonly close: () => void;
}

const HELP = {
  heartbeat_connections: 'Open connections.',
  heartbeat_connections_opened_total: 'Connections opened.',
  heartbeat_connections_closed_total: 'Connections closed, by reason.',
  heartbeat_upgrades_refused_total: 'Upgrades refused, by reason.',
  heartbeat_probes_total: 'Probes of the path (npx heartbeat-socket probe). No other metric counts them.',
  heartbeat_pings_sent_total: 'Pings sent, JSON and control frames.',
  heartbeat_pings_received_total: 'Ping messages received.',
  heartbeat_pongs_sent_total: 'Pong messages sent.',
  heartbeat_pongs_received_total: 'Pongs received, JSON and control frames.',
  heartbeat_missed_total: 'Intervals that ended without an answer to a ping.',
  heartbeat_timeouts_total: 'Connections given up as dead.',
  heartbeat_reconnects_total: 'Reconnects, by the cause the client names.',
  heartbeat_interval_seconds: 'The interval in force.',
  heartbeat_timeout_seconds: 'The timeout in force.',
  heartbeat_settings_version: 'Version of the settings in force.',
  heartbeat_rtt_seconds: 'From a ping to its pong.',
  heartbeat_admin_requests_total: 'Requests to the admin interface.',
  ...RECORD_METRICS,
  heartbeat_cluster_connected: 'Whether the store of the cluster answers. Only with a cluster.',
  heartbeat_cluster_gateways: 'Gateways of the cluster, as this one knows them. Only with a cluster.',
  heartbeat_alert_active: 'Whether an alert is active, by rule.',
  heartbeat_event_loop_lag_seconds: 'The longest delay of the event loop in the last minute.',
} as const;
type MetricName = keyof typeof HELP;
const NAMES = Object.keys(HELP) as MetricName[];

/** From a process on the same machine to a phone on a bad network. Seconds, as Prometheus wants them. */
const RTT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Round-trip times enter the histogram in batches: one by one they are a fortieth of a heartbeat's cost. */
const RTT_BATCH = 256;

/** The registry the metrics will go to. @throws HeartbeatOptionError when another gateway uses it. */
export function resolveRegistry(registry: Registry = new Registry()): Registry {
  if (NAMES.every((name) => registry.getSingleMetric(name) === undefined)) return registry;
  throw new HeartbeatOptionError('metrics.registry', 'a registry that no other gateway uses', registry);
}

/** Puts the metrics into a registry that `resolveRegistry` returned, and begins to measure. */
export function createMetrics(registry: Registry, sources: MetricsSources): GatewayMetrics {
  const { counters, closed, refused, reconnects } = sources.tally;
  const common = (name: MetricName) => ({ name, help: HELP[name], registers: [registry] });

  // Events are counted as plain numbers, which a scrape carries over: a labelled counter costs a hash for each ping.
  const total = (name: MetricName, read: () => number): void =>
    void new Counter({
      ...common(name),
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const totals = (name: MetricName, label: string, record: Readonly<Record<string, number>>): void =>
    void new Counter({
      ...common(name),
      labelNames: [label],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(record)) this.inc({ [label]: value }, count);
      },
    });
  // `aggregator` is for `AggregatorRegistry`, which would else sum the intervals of all worker processes.
  const gauge = (name: MetricName, read: () => number, aggregator: 'sum' | 'max' | 'min'): void =>
    void new Gauge({
      ...common(name),
      aggregator,
      collect() {
        this.set(read());
      },
    });

  gauge('heartbeat_connections', sources.connections, 'sum');
  total('heartbeat_connections_opened_total', () => counters.opened);
  totals('heartbeat_connections_closed_total', 'reason', closed);
  totals('heartbeat_upgrades_refused_total', 'reason', refused);
  total('heartbeat_probes_total', sources.probes);
  total('heartbeat_pings_sent_total', () => counters.pingsSent);
  total('heartbeat_pings_received_total', () => counters.pingsReceived);
  total('heartbeat_pongs_sent_total', () => counters.pongsSent);
  total('heartbeat_pongs_received_total', () => counters.pongsReceived);
  total('heartbeat_missed_total', () => counters.missed);
  total('heartbeat_timeouts_total', () => counters.timeouts);
  totals('heartbeat_reconnects_total', 'cause', reconnects);
  gauge('heartbeat_interval_seconds', () => sources.timing().intervalMs / 1_000, 'max');
  gauge('heartbeat_timeout_seconds', () => sources.timing().timeoutMs / 1_000, 'max');
  gauge('heartbeat_settings_version', sources.settingsVersion, 'max');
  const roundTrips: number[] = [];
  const rtt = new Histogram({
    ...common('heartbeat_rtt_seconds'),
    buckets: RTT_BUCKETS,
    collect: () => sortRoundTrips(),
  });
  const sortRoundTrips = (): void => {
    for (const ms of roundTrips) rtt.observe(ms / 1_000);
    roundTrips.length = 0;
  };
  const adminRequests = new Counter({
    ...common('heartbeat_admin_requests_total'),
    labelNames: ['route', 'status'],
  });
  void new Gauge({
    ...common('heartbeat_alert_active'),
    aggregator: 'max',
    labelNames: ['rule'],
    collect() {
      for (const rule of sources.alertRules) this.set({ rule }, sources.isAlertActive(rule) ? 1 : 0);
    },
  });
  const { cluster } = sources;
  if (cluster) {
    // One worker without the store is what an alert looks for.
    gauge('heartbeat_cluster_connected', () => Number(cluster.isConnected()), 'min');
    gauge('heartbeat_cluster_gateways', cluster.gateways, 'max');
  }
  const ends = countEnds(registry, sources.recorder);
  gauge('heartbeat_event_loop_lag_seconds', sources.lag.longestSeconds, 'max');

  return {
    registry,
    observeRtt(rttMs) {
      if (roundTrips.push(rttMs) >= RTT_BATCH) sortRoundTrips();
    },
    observeOutage: (outage) => ends.observeOutage(outage),
    countAdminRequest: (route, status) => adminRequests.inc({ route, status: String(status) }),
    close() {
      ends.stop();
      for (const name of NAMES) registry.removeSingleMetric(name);
    },
  };
}
