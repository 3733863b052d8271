import { systemClock } from './clock.js';
import type { HeartbeatGateway } from './gateway.js';
import { createAbsences } from './statistics/absences.js';

type Attributes = Record<string, string | boolean>;

interface Observer {
  observe(value: number, attributes?: Attributes): void;
}

interface Observable {
  addCallback(callback: (observer: Observer) => void): void;
  removeCallback(callback: (observer: Observer) => void): void;
}

interface InstrumentOptions {
  description?: string;
  unit?: string;
  advice?: { explicitBucketBoundaries?: number[] };
}

/** What `bridgeToOpenTelemetry` uses of `@opentelemetry/api`, version 1.9. */
export interface OtelMetricsApi {
  readonly metrics: {
    getMeter(name: string): {
      createHistogram(
        name: string,
        options: InstrumentOptions,
      ): { record(value: number, attributes?: Attributes): void };
      createObservableCounter(name: string, options: InstrumentOptions): Observable;
      createObservableUpDownCounter(name: string, options: InstrumentOptions): Observable;
      createObservableGauge(name: string, options: InstrumentOptions): Observable;
    };
  };
}

/** The buckets of `signalr.server.connection.duration`, so that dashboards can be shared, and more up to a day. */
const DURATION_BOUNDARIES = [0.01, 0.1, 1, 5, 15, 30, 60, 120, 300, 900, 3_600, 14_400, 86_400];
const RTT_BOUNDARIES = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const OUTAGE_BOUNDARIES = [0.3, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600];

/**
 * Measures a gateway with OpenTelemetry, beside its Prometheus registry, in metrics shaped like ASP.NET's
 * `signalr.server.*`: docs/opentelemetry.md lists them. While it runs, each heartbeat becomes a record, as for any
 * listener of `event`.
 *
 * @param api the module `@opentelemetry/api`, with a meter provider of yours registered
 * @returns the undo
 * @example
 * import * as api from '@opentelemetry/api';
 * const stop = bridgeToOpenTelemetry(gateway, api);
 */
export function bridgeToOpenTelemetry(gateway: HeartbeatGateway, api: OtelMetricsApi): () => void {
  const meter = api.metrics.getMeter('heartbeat-socket');
  const undos: (() => void)[] = [];
  type Stats = ReturnType<HeartbeatGateway['stats']>;

  const observe = (instrument: Observable, read: (stats: Stats, observer: Observer) => void): void => {
    const callback = (observer: Observer): void => read(gateway.stats(), observer);
    instrument.addCallback(callback);
    undos.push(() => instrument.removeCallback(callback));
  };
  const count = (name: string, unit: string, description: string, read: (stats: Stats, observer: Observer) => void) =>
    observe(meter.createObservableCounter(`heartbeat.server.${name}`, { unit, description }), read);
  const gauge = (name: string, unit: string, description: string, read: (stats: Stats) => number) =>
    observe(meter.createObservableGauge(`heartbeat.server.${name}`, { unit, description }), (stats, observer) =>
      observer.observe(read(stats)),
    );
  const histogram = (name: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(`heartbeat.server.${name}`, { unit: 's', description, advice: { explicitBucketBoundaries } });

  observe(
    meter.createObservableUpDownCounter('heartbeat.server.active_connections', {
      unit: '{connection}',
      description: 'Open connections.',
    }),
    ({ connections }, observer) => observer.observe(connections),
  );
  count('connections', '{connection}', 'Connections opened.', ({ counters }, observer) =>
    observer.observe(counters.opened),
  );
  count('upgrades.refused', '{upgrade}', 'Upgrades refused, by reason.', ({ refused }, observer) => {
    for (const [reason, value] of Object.entries(refused)) observer.observe(value, { 'heartbeat.reason': reason });
  });
  count('pings', '{ping}', 'Pings, by direction.', ({ counters }, observer) => {
    observer.observe(counters.pingsSent, { 'heartbeat.direction': 'sent' });
    observer.observe(counters.pingsReceived, { 'heartbeat.direction': 'received' });
  });
  count('pongs', '{pong}', 'Pongs, by direction.', ({ counters }, observer) => {
    observer.observe(counters.pongsSent, { 'heartbeat.direction': 'sent' });
    observer.observe(counters.pongsReceived, { 'heartbeat.direction': 'received' });
  });
  count('missed', '{interval}', 'Intervals that ended without an answer to a ping.', ({ counters }, observer) =>
    observer.observe(counters.missed),
  );
  count('timeouts', '{connection}', 'Connections given up as dead.', ({ counters }, observer) =>
    observer.observe(counters.timeouts),
  );
  count('reconnects', '{reconnect}', 'Reconnects, by the cause the client names.', ({ reconnects }, observer) => {
    for (const [cause, value] of Object.entries(reconnects)) observer.observe(value, { 'heartbeat.cause': cause });
  });
  gauge('interval', 's', 'The interval in force.', ({ settings }) => settings.intervalMs.value / 1_000);
  gauge('timeout', 's', 'The timeout in force.', ({ settings }) => settings.timeoutMs.value / 1_000);
  gauge('settings.version', '1', 'Version of the settings in force.', ({ settings }) => settings.version);

  const durations = histogram('connection.duration', 'How long connections lasted.', DURATION_BOUNDARIES);
  const rtts = histogram('rtt', 'From a ping to its pong.', RTT_BOUNDARIES);
  const outages = histogram(
    'outage.duration',
    'How long clients were away, and how long a person saw it.',
    OUTAGE_BOUNDARIES,
  );
  const absences = createAbsences();
  undos.push(
    gateway.on('event', (record) => {
      // The wall clock of the records may be set back, which would make an outage negative.
      const now = systemClock.now();
      if (record.kind === 'pong.received') {
        if (record.rttMs !== undefined) rtts.record(record.rttMs / 1_000);
      } else if (record.kind === 'connection.closed') {
        durations.record(record.openMs / 1_000, { 'heartbeat.connection.status': record.cause });
        absences.left(record.sessionId, record.cause, now);
      } else if (record.kind === 'reconnected') {
        const { downMs, shownMs } = absences.returned(record.sessionId, record, now);
        outages.record(downMs / 1_000, { 'heartbeat.shown': false });
        if (shownMs > 0) outages.record(shownMs / 1_000, { 'heartbeat.shown': true });
      }
    }),
  );
  return () => {
    for (const undo of undos.splice(0)) undo();
  };
}
