import type { StatsSeries } from '../../admin/schemas/stats.js';
import type { GatewayClock } from '../clock.js';
import type { ChartRows } from './chart.js';
import type { StatisticsRecorder } from './recorder.js';
import { sumRows, type Row } from './rows/row.js';

/** A part of the past. Epoch milliseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** What is known of a period: its buckets. */
export interface PeriodRows extends ChartRows {
  /** What was asked for, as far as the memory reaches, in whole buckets. */
  readonly period: Period;
  /** The range that a count usually has in each bucket. */
  readonly usual: (name: string) => StatsSeries['usual'];
}

/** Reads a period: in buckets of 10 s within the last hour, of 5 minutes within the last two days. */
export function readPeriod(recorder: StatisticsRecorder, clock: GatewayClock, { from, to }: Period): PeriodRows {
  // Buckets are of monotonic time, which cannot be set. The question is in wall-clock time.
  const offset = clock.wallNow() - clock.now();
  const now = clock.now();
  // The last hour begins within the oldest bucket: time has passed since it was asked for.
  const isRecent = from - offset > now - recorder.fine.spanMs - recorder.fine.bucketMs;
  const ring = isRecent ? recorder.fine : recorder.coarse;
  const { bucketMs } = ring;
  const present = Math.floor(now / bucketMs);
  const last = Math.min(Math.floor((to - offset - 1) / bucketMs), present);
  const first = Math.max(Math.floor((from - offset) / bucketMs), last - ring.spanMs / bucketMs + 1);
  const rows = ring.between(first, last);
  // The bucket that is still growing is in no ring.
  if (last === present) rows[rows.length - 1] = growing(recorder, bucketMs, present);

  const at = rows.map((_, bucket) => Math.round((first + bucket) * bucketMs + offset));
  const usual = (name: string): StatsSeries['usual'] => {
    const rangeOf = recorder.usual(name);
    const low: (number | null)[] = [];
    const high: (number | null)[] = [];
    rows.forEach((row, bucket) => {
      const range = row && rangeOf((first + bucket) * bucketMs, bucketMs, row.connections.max);
      low.push(range && range.low);
      high.push(range && range.high);
    });
    return low.every((value) => value === null) ? undefined : { low, high };
  };
  return {
    period: { from: Math.max(from, at[0] ?? from), to: Math.min(to, Math.round(now + offset)) },
    rows,
    at,
    bucketMs,
    usual,
  };
}

/** The present bucket: in the coarse ring, what its finished parts have and the present part. */
function growing({ fine, current }: StatisticsRecorder, bucketMs: number, present: number): Row {
  const row = current();
  const first = (present * bucketMs) / fine.bucketMs;
  const before = fine.between(first, row.index - 1).filter((part) => part !== null);
  return sumRows([...before, row], present);
}
