'use client';
import { forwardRef, type HTMLAttributes } from 'react';
import { isDialing } from '../../react/outageReport.js';
import { useSelected } from '../../react/selection/useSelected.js';
import { useRetryCountdown } from '../../react/useRetryCountdown.js';
import type { LabelOverrides } from '../labels.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionSource } from '../types.js';
import { CountdownRing } from './CountdownRing.js';

/** What `className` and `style` functions of `RetryCountdown` are given. */
export interface RetryCountdownState {
  readonly phase: 'waiting' | 'dialing';
  /** Whole seconds to the next attempt; 0 while dialling. */
  readonly seconds: number;
}

/** Props of `RetryCountdown`; those of a `span` go to its element. */
export interface RetryCountdownProps extends PartProps<HTMLAttributes<HTMLSpanElement>, RetryCountdownState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /**
   * Draws the time left as a ring before the words; `'number'`: as a ring with the number in it, without words.
   * @default false
   */
  ring?: boolean | 'number' | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * The seconds to the next attempt, then "Connecting…". It shows nothing while no attempt is waiting or under way. As a
 * `timer` it can be read by a screen reader, and is never announced.
 *
 * | attribute | values |
 * |---|---|
 * | `data-phase` | `waiting`, `dialing` |
 */
export const RetryCountdown = forwardRef<HTMLSpanElement, RetryCountdownProps>(function RetryCountdown(
  { socket, ring = false, labels, ...rest },
  ref,
) {
  const seconds = useRetryCountdown(socket) ?? 0;
  const { nextRetryAt, dialing } = useSelected(
    (now) => ({ nextRetryAt: now.nextRetryAt, dialing: isDialing(now) }),
    socket,
  );
  const { countdown } = useLabels(labels);
  if (nextRetryAt === null && !dialing) return null;
  const isWaiting = seconds > 0;
  const words = isWaiting ? countdown.waiting(seconds) : countdown.connecting;
  const isNumber = ring === 'number';
  const state: RetryCountdownState = { phase: isWaiting ? 'waiting' : 'dialing', seconds };
  return (
    <Part
      tag="span"
      name="countdown"
      state={state}
      given={{ role: 'timer', 'aria-label': isNumber ? words : undefined, ...rest }}
      own={{ 'data-phase': state.phase }}
      partRef={ref}
    >
      {ring && <CountdownRing key={`${nextRetryAt}`} seconds={seconds} />}
      {/* In an element of its own: browsers that translate a page replace text nodes, which React cannot remove then. */}
      <span aria-hidden={isNumber || undefined} data-heartbeat={isNumber ? 'seconds' : undefined}>
        {isNumber ? seconds || '' : words}
      </span>
    </Part>
  );
});
