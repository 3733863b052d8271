import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { Tally } from './tally.js';

/** Where metrics go, and who may read them. */
export interface MetricsOptions {
  /** `GET /heartbeat/metrics` without a token. @default false */
  readonly public?: boolean | undefined;
  /** A registry of yours; one gateway a registry. @default a new one */
  readonly registry?: Registry | undefined;
}

/** What metrics are read from, at the moment of a scrape. */
export interface MetricsSources {
  readonly tally: Tally;
  readonly connections: () => number;
  readonly timing: () => HeartbeatTiming;
  readonly settingsVersion: () => number;
}

/** The gateway's metrics. */
export interface GatewayMetrics {
  readonly registry: Registry;
  observeRtt(rttMs: number): void;
  countAdminRequest(route: string, status: number): void;
  /** Stops measuring, and takes our metrics out of the registry, so that a next gateway may use it. */
  close(): void;
}

/** From a process on the same machine to a phone on a bad network. Seconds, as Prometheus wants them. */
const RTT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const LAG_RESOLUTION_MS = 50;
/** Round-trip times are put into the histogram so many at once: one by one they would be a fortieth of a heartbeat's cost. */
const RTT_BATCH = 256;

/** @throws HeartbeatOptionError when another gateway uses the registry. */
export function createMetrics(given: Registry | undefined, sources: MetricsSources): GatewayMetrics {
  const registry = given ?? new Registry();
  if (registry.getSingleMetric('heartbeat_connections')) {
    throw new HeartbeatOptionError('metrics.registry', 'a registry that no other gateway uses', registry);
  }
  const names: string[] = [];
  const common = (name: string, help: string) => (names.push(name), { name, help, registers: [registry] });
  const { counters, closed, reconnects } = sources.tally;

  // Counted as plain numbers while it happens, and carried over at a scrape: a labelled counter costs a hash a ping.
  const total = (name: string, help: string, read: () => number): void =>
    void new Counter({
      ...common(name, help),
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const totals = (name: string, help: string, label: string, record: Readonly<Record<string, number>>): void =>
    void new Counter({
      ...common(name, help),
      labelNames: [label],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(record)) this.inc({ [label]: value }, count);
      },
    });
  const gauge = (name: string, help: string, read: () => number): void =>
    void new Gauge({
      ...common(name, help),
      collect() {
        this.set(read());
      },
    });

  gauge('heartbeat_connections', 'Open connections.', sources.connections);
  total('heartbeat_connections_opened_total', 'Connections opened.', () => counters.opened);
  totals('heartbeat_connections_closed_total', 'Connections closed, by reason.', 'reason', closed);
  total('heartbeat_pings_sent_total', 'Pings sent, JSON and control frames.', () => counters.pingsSent);
  total('heartbeat_pings_received_total', 'Ping messages received.', () => counters.pingsReceived);
  total('heartbeat_pongs_sent_total', 'Pong messages sent.', () => counters.pongsSent);
  total('heartbeat_pongs_received_total', 'Pongs received, JSON and control frames.', () => counters.pongsReceived);
  total('heartbeat_missed_total', 'Intervals that ended without an answer to a ping.', () => counters.missed);
  total('heartbeat_timeouts_total', 'Connections given up as dead.', () => counters.timeouts);
  totals('heartbeat_reconnects_total', 'Reconnects, by the cause the client names.', 'cause', reconnects);
  gauge('heartbeat_interval_seconds', 'The interval in force.', () => sources.timing().intervalMs / 1_000);
  gauge('heartbeat_timeout_seconds', 'The timeout in force.', () => sources.timing().timeoutMs / 1_000);
  gauge('heartbeat_settings_version', 'Version of the settings in force.', sources.settingsVersion);
  const roundTrips: number[] = [];
  const rtt = new Histogram({
    ...common('heartbeat_rtt_seconds', 'From a ping to its pong.'),
    buckets: RTT_BUCKETS,
    collect: () => sortRoundTrips(),
  });
  const sortRoundTrips = (): void => {
    for (const ms of roundTrips) rtt.observe(ms / 1_000);
    roundTrips.length = 0;
  };
  const adminRequests = new Counter({
    ...common('heartbeat_admin_requests_total', 'Requests to the admin interface.'),
    labelNames: ['route', 'status'],
  });
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  gauge('heartbeat_event_loop_lag_seconds', 'The longest delay of the event loop since the last scrape.', () => {
    // What it measures includes the time it sleeps between two looks.
    const seconds = Math.max(0, lag.max / 1e9 - LAG_RESOLUTION_MS / 1_000);
    lag.reset();
    return seconds;
  });

  return {
    registry,
    observeRtt(rttMs) {
      if (roundTrips.push(rttMs) >= RTT_BATCH) sortRoundTrips();
    },
    countAdminRequest: (route, status) => adminRequests.inc({ route, status: String(status) }),
    close() {
      lag.disable();
      for (const name of names) registry.removeSingleMetric(name);
    },
  };
}
