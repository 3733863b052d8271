'use client';
import { forwardRef, type ButtonHTMLAttributes, type MouseEvent } from 'react';
import { useSocket } from '../../react/context.js';
import { useSelected } from '../../react/selection/useSelected.js';
import { useShownDialing } from '../../react/useShownDialing.js';
import type { LabelOverrides } from '../labels.js';
import { useLabels } from '../labelsContext.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionStatus, HeartbeatSocket } from '../types.js';

/** What `className` and `style` functions of `ReconnectButton` are given. */
export interface ReconnectButtonState {
  readonly status: ConnectionStatus;
  /** A dial is under way. It is shown for at least 600 ms. */
  readonly isDialing: boolean;
}

/** Props of `ReconnectButton`; those of a `button` go to its element. */
export interface ReconnectButtonProps extends PartProps<ButtonHTMLAttributes<HTMLButtonElement>, ReconnectButtonState> {
  /** The connection; by default the nearest provider's. */
  socket?: HeartbeatSocket | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * Reconnects now, with a fresh budget of attempts. While a dial is under way, and for at least 600 ms, the button is busy
 * and can still be clicked. An `onClick` that calls `event.preventDefault()` replaces reconnecting.
 *
 * | attribute | values |
 * |---|---|
 * | `data-status` | the connection's status |
 * | `aria-busy` | `true` while a dial is under way, and for at least 600 ms |
 */
export const ReconnectButton = forwardRef<HTMLButtonElement, ReconnectButtonProps>(function ReconnectButton(
  { socket: given, labels, children, onClick, ...rest },
  ref,
) {
  const socket = useSocket(given);
  const status = useSelected((now) => now.status, socket);
  const isDialing = useShownDialing(socket);
  const state: ReconnectButtonState = { status, isDialing };
  const { button } = useLabels(labels);
  const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
    onClick?.(event);
    if (!event.defaultPrevented) socket.reconnect();
  };
  return (
    <Part
      tag="button"
      name="reconnect"
      state={state}
      given={{ type: 'button', ...rest }}
      own={{ 'data-status': status, 'aria-busy': isDialing, onClick: handleClick }}
      partRef={ref}
    >
      {children ?? button.reconnect}
    </Part>
  );
});
