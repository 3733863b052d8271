'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { isUp } from '../../react/outageReport.js';
import { useSelected } from '../../react/selection/useSelected.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { englishLatency } from './englishLatency.js';

/** What `className` and `style` functions of `LatencyMeter` are given. */
export interface LatencyMeterState {
  /** `none` before the first pong, and while there is no connection. */
  readonly level: 'none' | 'good' | 'fair' | 'poor';
  /** The smoothed round trip, whole ms. */
  readonly ms: number | null;
}

/** Props of `LatencyMeter`; those of a `span` go to its element. */
export interface LatencyMeterProps extends PartProps<HTMLAttributes<HTMLSpanElement>, LatencyMeterState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /**
   * The longest good round trip, and the longest fair one, ms.
   * @default [150, 400]
   */
  thresholds?: readonly [good: number, fair: number] | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

const BARS = { none: 0, poor: 1, fair: 2, good: 3 };

/**
 * The smoothed round-trip time, as bars and as a number. To screen readers it is a `meter`, which announces nothing.
 *
 * | attribute | values |
 * |---|---|
 * | `data-level` | `good`, `fair`, `poor`; `none` without a pong |
 */
export const LatencyMeter = forwardRef<HTMLSpanElement, LatencyMeterProps>(function LatencyMeter(
  { socket, thresholds: [good, fair] = [150, 400], labels, children, ...rest },
  ref,
) {
  const ms = useSelected(
    ({ status, latency }) => (latency && isUp(status) ? Math.round(latency.smoothedMs) : null),
    socket,
  );
  const words = useGroup('latency', englishLatency, labels);
  const level = ms === null ? 'none' : ms <= good ? 'good' : ms <= fair ? 'fair' : 'poor';
  const text = ms === null ? words.none : words.value(ms);
  return (
    <Part
      tag="span"
      name="latency"
      state={{ level, ms }}
      given={{ role: 'meter', 'aria-label': words.name, ...rest }}
      own={{
        'data-level': level,
        'aria-valuemin': 0,
        'aria-valuemax': Math.max(2 * fair, ms ?? 0),
        'aria-valuenow': ms ?? 0,
        'aria-valuetext': level === 'none' ? text : `${text}, ${words.level[level]}`,
      }}
      partRef={ref}
    >
      <span aria-hidden data-heartbeat="bars">
        {[1, 2, 3].map((bar) => (
          <span key={bar} data-lit={bar <= BARS[level] ? '' : undefined} />
        ))}
      </span>
      <span data-heartbeat="latency-value">{children ?? text}</span>
    </Part>
  );
});
