'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { isUp } from '../../react/outageReport.js';
import { useSelected } from '../../react/selection/useSelected.js';
import type { LabelOverrides } from '../labels.js';
import { useGroup } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionStatus, ConnectionSource } from '../types.js';
import { englishIndicator, englishStatus } from './englishIndicator.js';

/** What `className` and `style` functions of `ConnectionIndicator` are given. */
export interface ConnectionIndicatorState {
  readonly status: ConnectionStatus;
}

/** Props of `ConnectionIndicator`; those of a `span` go to its element. */
export interface ConnectionIndicatorProps extends PartProps<HTMLAttributes<HTMLSpanElement>, ConnectionIndicatorState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * The status as a symbol and a word. Each status has its own shape as well as a colour. The tooltip tells the latency,
 * and since when the status has applied. It announces nothing, because `ConnectionBanner` does.
 *
 * | attribute | values |
 * |---|---|
 * | `data-status` | the connection's status |
 */
export const ConnectionIndicator = forwardRef<HTMLSpanElement, ConnectionIndicatorProps>(function ConnectionIndicator(
  { socket, labels, children, ...rest },
  ref,
) {
  const { status, since, latencyMs } = useSelected(
    (now) => ({
      status: now.status,
      since: now.since,
      // The latency of a connection that is gone says nothing about now.
      latencyMs: isUp(now.status) && now.latency ? Math.round(now.latency.smoothedMs) : null,
    }),
    socket,
  );
  const words = useGroup('status', englishStatus, labels);
  const { latency, since: sinceWhen } = useGroup('indicator', englishIndicator, labels);
  const facts = [latencyMs !== null && latency(latencyMs), since !== null && sinceWhen(since)].filter(Boolean);
  return (
    <Part
      tag="span"
      name="indicator"
      state={{ status }}
      given={{ title: facts.join(' · ') || undefined, ...rest }}
      own={{ 'data-status': status }}
      partRef={ref}
    >
      <span aria-hidden data-heartbeat="dot" />
      <span data-heartbeat="word">{children ?? words[status]}</span>
    </Part>
  );
});
