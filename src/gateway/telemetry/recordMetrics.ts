import { Histogram, type Registry } from 'prom-client';
import type { EventRecorder } from './eventRecorder.js';

export const RECORD_METRICS = {
  heartbeat_connection_duration_seconds: 'How long connections lasted.',
  heartbeat_outage_seconds: 'Outages of clients: how long they were away, and (shown="true") how long a person saw it.',
} as const;

/** A second to a week. Proxies cut at a minute and at an hour. */
const DURATION_BUCKETS = [1, 5, 15, 30, 60, 120, 300, 900, 3_600, 14_400, 86_400, 604_800];
/** A moment to an hour. The banner shows after a second. */
const OUTAGE_BUCKETS = [0.3, 1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3_600];

/** An outage that a client is back from. */
export interface ToldOutage {
  readonly downMs: number;
  /** 0: no person saw it. */
  readonly shownMs: number;
}

/** Fills the distributions of what ended: of connections by their records, of outages by `observeOutage`. */
export function countEnds(registry: Registry, recorder: EventRecorder) {
  const metric = (name: keyof typeof RECORD_METRICS, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name, help: RECORD_METRICS[name], registers: [registry], buckets, labelNames });
  const durations = metric('heartbeat_connection_duration_seconds', DURATION_BUCKETS);
  const outages = metric('heartbeat_outage_seconds', OUTAGE_BUCKETS, ['shown']);
  const stop = recorder.subscribe(
    (record) => {
      if (record.kind === 'connection.closed') durations.observe(record.openMs / 1_000);
    },
    ['connection.closed'],
  );
  return {
    stop,
    observeOutage({ downMs, shownMs }: ToldOutage): void {
      outages.observe({ shown: 'false' }, downMs / 1_000);
      if (shownMs > 0) outages.observe({ shown: 'true' }, shownMs / 1_000);
    },
  };
}
