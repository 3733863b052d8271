import { createOutbox, type Outbox } from 'heartbeat-socket/core';

/** An outbox that hands over what was sent just before a loss, and may have arrived or not. */
export interface ResendingOutbox {
  readonly outbox: Outbox;
  /** Subscribes; returns the undo. */
  readonly onDoubt: (listener: (messages: readonly string[]) => void) => () => void;
}

export function createResendingOutbox(): ResendingOutbox {
  const listeners = new Set<(messages: readonly string[]) => void>();
  const outbox = createOutbox({
    onUnconfirmed: (messages) => {
      for (const listener of listeners) listener(messages.map(String));
      // What is sent again is in doubt no more.
      outbox.settle();
    },
  });
  return {
    outbox,
    onDoubt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
