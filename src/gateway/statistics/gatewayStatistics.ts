import type { GatewayClock } from '../clock.js';
import type { EventRecorder, Subject } from '../telemetry/eventRecorder.js';
import type { Lag } from '../telemetry/lag.js';
import type { Tally } from '../telemetry/tally.js';
import { createAbsences, type Outage } from './absences.js';
import { learnPathLimits, type PathLimit } from './pathLimits.js';
import { BUCKET_MS, recordStatistics, type StatisticsRecorder } from './recorder.js';
import type { Row } from './rows/row.js';
import { measureSlo, type BurnPair, type Slo } from './slo.js';

/** What the statistics of a gateway are made from. */
export interface StatisticsSources {
  readonly clock: GatewayClock;
  readonly recorder: EventRecorder;
  readonly tally: Tally;
  readonly lag: Lag;
  readonly connections: () => number;
  /** How long each open connection has been open, in milliseconds. */
  readonly openAges: () => Iterable<number>;
  /** What limits count by: an address, or the network that one subscriber has; null without an address. */
  readonly addressKey: (address: string) => string | null;
  /** A share below 1. */
  readonly sloTarget?: number | undefined;
  readonly sloPairs?: readonly BurnPair[] | undefined;
}

/** All that a gateway remembers of its past, in constant memory. */
export interface GatewayStatistics {
  readonly recorder: StatisticsRecorder;
  readonly slo: Slo;
  /** Limits of the path, as far as they have shown. */
  readonly pathLimits: () => readonly PathLimit[];
  readonly observeRtt: (rttMs: number) => void;
  /** A silence ended in traffic. */
  readonly survivedSilence: (silentMs: number) => void;
  /** The number of connections has changed. */
  readonly connectionsChanged: () => void;
  /** Calls the listener after each bucket, with null for one that was lost. */
  readonly onBucket: (listener: (row: Row | null) => void) => void;
  readonly onOutage: (listener: (outage: Outage) => void) => void;
  readonly stop: () => void;
}

/** Begins to remember. Ends and returns reach it as records, so that connections know nothing of statistics. */
export function createGatewayStatistics(sources: StatisticsSources): GatewayStatistics {
  const { clock, recorder, tally, lag, connections, openAges, addressKey, sloTarget, sloPairs } = sources;
  const slo = measureSlo(sloTarget, sloPairs);
  const absences = createAbsences();
  const learner = learnPathLimits(clock.now());
  const listeners: ((row: Row | null) => void)[] = [];
  const outageListeners: ((outage: Outage) => void)[] = [];
  let pathLimits: readonly PathLimit[] = [];

  const buckets = recordStatistics(
    { clock, tally, connections, takeLagMs: lag.endBucket, readLagMs: lag.currentMs },
    (row) => {
      if (row) {
        const now = clock.now();
        slo.connected(now - BUCKET_MS, now, row.connections.last);
        tally.counters.unreturned += absences.takeUnreturned(now);
        pathLimits = learner.find(now, openAges());
      }
      for (const listener of listeners) listener(row);
    },
  );
  const unsubscribe = recorder.subscribe(
    (record, subject: Subject) => {
      const now = clock.now();
      if (record.kind === 'reconnected') {
        const { isSeen, ...outage } = absences.returned(subject.sessionId, record, now);
        buckets.observe('down', outage.downMs);
        if (outage.shownMs > 0) buckets.observe('shown', outage.shownMs);
        slo.disturbed(now, outage.shownMs, isSeen);
        for (const listener of outageListeners) listener(outage);
      }
      if (record.kind === 'connection.closed') {
        const { openMs, silentMs = 0, cause } = record;
        buckets.observe('connection', openMs);
        absences.left(subject.sessionId, cause, now);
        if (cause !== 'abnormal') return learner.survivedAge(openMs);
        buckets.observe('silence', silentMs);
        const remote = subject.remote ?? '';
        // One subscriber has all the addresses of a /64.
        const address = addressKey(remote) ?? remote;
        learner.ended({ at: now, silentMs, ageMs: openMs, session: subject.sessionId ?? remote, address });
      }
    },
    ['reconnected', 'connection.closed'],
  );
  return {
    recorder: buckets,
    slo,
    pathLimits: () => pathLimits,
    observeRtt: (rttMs) => buckets.observe('rtt', rttMs),
    survivedSilence: learner.survivedSilence,
    connectionsChanged: buckets.connectionsChanged,
    onBucket: (listener) => void listeners.push(listener),
    onOutage: (listener) => void outageListeners.push(listener),
    stop() {
      unsubscribe();
      buckets.stop();
      lag.stop();
    },
  };
}
