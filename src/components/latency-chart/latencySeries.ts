import type { HeartbeatEvent } from '../../protocol/events.js';

/** Three columns of equal length: when (epoch seconds), the round trip, and where a beat was missed. */
export type LatencySeries = [at: number[], rttMs: (number | null)[], missedMs: (number | null)[]];

/** What the chart draws of the log: the answers of the last `windowMs`, with a mark where none came. */
export function toLatencySeries(records: readonly HeartbeatEvent[], windowMs: number): LatencySeries {
  const series: LatencySeries = [[], [], []];
  const newest = records.at(-1)?.at ?? 0;
  let last: number | null = null;
  for (const record of records) {
    if (record.at < newest - windowMs) continue;
    if (record.kind === 'pong.received' && record.rttMs !== undefined) {
      last = Math.round(record.rttMs * 10) / 10;
      push(series, record.at, last, null);
    } else if (record.kind === 'heartbeat.missed') {
      // On the level of the answer before, where the eye is.
      push(series, record.at, null, last ?? 0);
    } else if (record.kind === 'connection.closed') {
      push(series, record.at, null, null);
      last = null;
    }
  }
  return series;
}

function push(series: LatencySeries, at: number, rttMs: number | null, missedMs: number | null): void {
  series[0].push(at / 1_000);
  series[1].push(rttMs);
  series[2].push(missedMs);
}

/** The chart in four numbers. */
export function summarize([, rtts, missed]: LatencySeries) {
  const answers = rtts.filter((rtt) => rtt !== null);
  return {
    beats: answers.length,
    missed: missed.filter((mark) => mark !== null).length,
    lowestMs: answers.length ? Math.round(Math.min(...answers)) : 0,
    highestMs: answers.length ? Math.round(Math.max(...answers)) : 0,
  };
}
