'use client';
import { forwardRef, type ButtonHTMLAttributes, type MouseEvent } from 'react';
import { useSocket } from '../../react/context.js';
import { useSelected } from '../../react/selection/useSelected.js';
import { useShownDialing } from '../../react/useShownDialing.js';
import type { LabelOverrides } from '../labels.js';
import { useLabels } from '../labelsContext.js';
import { Announcer } from '../Announcer.js';
import { Part, type PartProps } from '../Part.js';
import type { ConnectionStatus, ConnectionSource } from '../types.js';
import { useOutcome } from './useOutcome.js';

/** What `className` and `style` functions of `ReconnectButton` are given. */
export interface ReconnectButtonState {
  readonly status: ConnectionStatus;
  /** A dial is under way. It is shown for at least 600 ms. */
  readonly isDialing: boolean;
}

/** Props of `ReconnectButton`; those of a `button` go to its element. */
export interface ReconnectButtonProps extends PartProps<ButtonHTMLAttributes<HTMLButtonElement>, ReconnectButtonState> {
  /** The connection; by default the nearest provider's. */
  socket?: ConnectionSource | undefined;
  /** Words to use instead of the built-in ones. */
  labels?: LabelOverrides | undefined;
}

/**
 * Reconnects now, with a fresh budget of attempts. While a dial is under way, and for at least 600 ms, the button is
 * busy and can still be clicked. The outcome of the attempt is announced once, by the banner or by a polite live region
 * behind the button. An `onClick` that calls `event.preventDefault()` replaces reconnecting.
 *
 * | attribute | values |
 * |---|---|
 * | `data-status` | the connection's status |
 * | `aria-busy` | `true` while a dial is under way, and for at least 600 ms |
 */
export const ReconnectButton = forwardRef<HTMLButtonElement, ReconnectButtonProps>(
  function ReconnectButton(props, ref) {
    const socket = useSocket(props.socket);
    const [outcome, reconnect] = useOutcome(socket, useLabels(props.labels));
    return (
      <>
        <SilentReconnectButton {...props} onPress={reconnect} ref={ref} />
        <Announcer about={outcome} text={outcome} />
      </>
    );
  },
);

interface SilentReconnectButtonProps extends ReconnectButtonProps {
  /** Called where the app does not prevent it. */
  onPress: () => void;
}

/** The same without what it does and announces. */
export const SilentReconnectButton = forwardRef<HTMLButtonElement, SilentReconnectButtonProps>(
  function SilentReconnectButton({ socket, labels, children, onClick, onPress, ...rest }, ref) {
    const status = useSelected((now) => now.status, socket);
    const isDialing = useShownDialing(socket);
    const state: ReconnectButtonState = { status, isDialing };
    const { button } = useLabels(labels);
    const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
      onClick?.(event);
      if (!event.defaultPrevented) onPress();
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
  },
);
