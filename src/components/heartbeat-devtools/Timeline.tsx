'use client';
import { EVENT_LEVELS } from '../../protocol/eventLevels.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import { toneOf } from '../heartbeat-log/describe.js';

const WINDOW_MS = 60_000;

/** The minute before the newest record, one stroke per record: short for pings and pongs, long for the rest. */
export function Timeline({ records }: { records: readonly HeartbeatEvent[] }) {
  const end = records.at(-1)?.at ?? 0;
  const recent = records.filter(({ at }) => at > end - WINDOW_MS);
  return (
    <svg aria-hidden data-heartbeat="timeline" viewBox="0 0 600 28" preserveAspectRatio="none">
      <line x1="0" y1="27" x2="600" y2="27" />
      {recent.map((record) => {
        const x = 596 - ((end - record.at) / WINDOW_MS) * 592;
        const top = EVENT_LEVELS[record.kind] === 'debug' ? 18 : 4;
        return <line key={record.seq} data-tone={toneOf(record)} x1={x} x2={x} y1={top} y2="27" />;
      })}
    </svg>
  );
}
