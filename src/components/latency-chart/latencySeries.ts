import type { HeartbeatEvent } from '../../protocol/events.js';

/** Three columns of equal length: the time (epoch seconds), the round trip, and the place of a missed heartbeat. */
export type LatencySeries = [at: number[], rttMs: (number | null)[], missedMs: (number | null)[]];

/** What the chart draws of the log: the pongs of the last `windowMs`, with a mark where none came. */
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
      // At the height of the pong before it, where the line ends.
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
  const answered = rtts.filter((rtt) => rtt !== null);
  return {
    pongs: answered.length,
    missed: missed.filter((mark) => mark !== null).length,
    lowestMs: answered.length ? Math.round(Math.min(...answered)) : 0,
    highestMs: answered.length ? Math.round(Math.max(...answered)) : 0,
  };
}
