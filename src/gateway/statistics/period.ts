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
  /** How much of each bucket has been seen: not all of the first one, and of the one that is still growing. */
  readonly seenMs: readonly number[];
  /** The range that a count usually has in each bucket. */
  readonly usual: (name: string) => StatsSeries['usual'];
}

/**
 * Reads a period: in buckets of 10 s within the last hour, of 5 minutes within the last two days.
 * @param wantedMs the length of the buckets: those of another gateway, whose clock may differ from ours
 */
export function readPeriod(
  recorder: StatisticsRecorder,
  clock: GatewayClock,
  { from, to }: Period,
  wantedMs?: number,
): PeriodRows {
  // Buckets are of monotonic time, which cannot be set. The question is in wall-clock time.
  const offset = clock.wallNow() - clock.now();
  const now = clock.now();
  // The last hour begins within the oldest bucket: time has passed since it was asked for.
  const isRecent = from - offset > now - recorder.fine.spanMs - recorder.fine.bucketMs;
  const isFine = wantedMs === undefined ? isRecent : wantedMs === recorder.fine.bucketMs;
  const ring = isFine ? recorder.fine : recorder.coarse;
  const { bucketMs } = ring;
  const present = Math.floor(now / bucketMs);
  const last = Math.min(Math.floor((to - offset - 1) / bucketMs), present);
  const first = Math.max(Math.floor((from - offset) / bucketMs), last - ring.spanMs / bucketMs + 1);
  const rows = ring.between(first, last);
  // The bucket that is still growing is in no ring.
  if (last === present) rows[rows.length - 1] = growing(recorder, bucketMs, present);

  const begins = rows.map((_, bucket) => (first + bucket) * bucketMs);
  const { startedAt } = recorder;
  const seenMs = begins.map((begin) => {
    const end = Math.min(begin + bucketMs, now);
    return end - (end > startedAt ? Math.max(begin, startedAt) : begin);
  });
  const at = begins.map((begin) => Math.round(begin + offset));
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
  // In whole buckets, as all that is said of it is.
  const period =
    rows.length === 0
      ? { from, to: Math.min(to, Math.round(now + offset)) }
      : {
          from: Math.round(first * bucketMs + offset),
          to: Math.round(Math.min((last + 1) * bucketMs, now) + offset),
        };
  return {
    period,
    rows,
    at,
    bucketMs,
    seenMs,
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
