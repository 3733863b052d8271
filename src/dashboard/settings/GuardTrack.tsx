'use client';
import { type ReactNode } from 'react';
import type { GuardView } from '../../admin/schemas/guard.js';
import { formatClock } from '../format.js';
import { useNow } from '../state/useNow.js';
import { useSize } from '../layout/useSize.js';

const ASSUMED = { width: 420, height: 40 };

/** How far the window of the present share is, with each close as a tick. */
export function GuardTrack({ guard }: { readonly guard: GuardView }): ReactNode {
  const [box, { width }] = useSize(ASSUMED);
  const now = useNow();
  const { windowStartedAt: from, windowEndsAt: to } = guard;
  const isRunning = guard.status === 'running';
  const x = (at: number): number => Math.min(1, Math.max(0, (at - from) / Math.max(1, to - from))) * width;
  const passed = x(now);
  const ticks = guard.events.filter(({ kind, at }) => kind === 'closed' && at >= from);
  return (
    <div ref={box} className="hbd-track">
      <span className="hbd-hidden">{`${minutes(now - from)} of ${minutes(to - from)} have passed.`}</span>
      <svg width={width} height={40} aria-hidden="true">
        <path d={`M0 10H${width}`} className="hbd-rail" />
        <path d={`M2 10H${Math.max(2, passed)}`} className="hbd-passed" />
        {ticks.map(({ at, share }, index) => (
          <path key={`${at}-${index}`} d={`M${x(at)} 2v16`} className="hbd-tick" data-share={share} />
        ))}
        <text x={0} y={35}>
          {formatClock(from)}
        </text>
        {passed > 90 && passed < width - 120 && (
          <text x={passed} y={35} textAnchor="middle" data-strong="">
            {minutes(now - from)}
          </text>
        )}
        <text x={width} y={35} textAnchor="end">
          {isRunning ? `next share at ${minutes(to - from)}` : 'undecided'}
        </text>
      </svg>
    </div>
  );
}

/** `3:05`. */
function minutes(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
