import type { PartPort } from '../part.js';

/** A peer that takes this many messages and answers no ping is not one to send more to. */
const MAX_UNCONFIRMED = 100_000;
/** A ping this soon after a message: what is in doubt at a loss is then a moment's messages, not an interval's. */
const CONFIRM_AFTER_MS = 250;

/** Knows which of the messages that were sent are known to have arrived. */
export interface Confirmation {
  /** Sent and not confirmed, oldest first. */
  readonly messages: readonly unknown[];
  readonly isFull: boolean;
  sent(port: PartPort, data: unknown): void;
  pinged(id: number | undefined): void;
  ponged(id: number | undefined): void;
  /** The connection is gone: what is unconfirmed is in doubt. */
  lost(port: PartPort): void;
  stop(port: PartPort): void;
}

/** @param onDoubt gets the messages that were unconfirmed at a loss */
export function createConfirmation(onDoubt: (messages: readonly unknown[]) => void): Confirmation {
  let messages: unknown[] = [];
  /** For each ping without a pong, how many of `messages` went out before it. */
  let pings: { readonly id: number | undefined; readonly before: number }[] = [];
  let probing: unknown;

  const stop = (port: PartPort): void => {
    port.clock.clearTimeout(probing);
    probing = undefined;
    messages = [];
    pings = [];
  };

  return {
    get messages() {
      return messages;
    },
    get isFull() {
      return messages.length >= MAX_UNCONFIRMED;
    },
    sent: (port, data) => {
      // Where no pong will come, a message that was sent is just that.
      const state = port.state();
      if (state.phase !== 'open' || state.pingAt === null || state.heartbeat === 'unanswered') return;
      messages.push(data);
      probing ??= port.clock.setTimeout(() => {
        probing = undefined;
        if (messages.length > 0) port.dispatch({ type: 'user.checked' });
      }, CONFIRM_AFTER_MS);
    },
    pinged: (id) => {
      pings.push({ id, before: messages.length });
    },
    ponged: (id) => {
      // A pong without an id answers the oldest ping, because a socket keeps order.
      const index = id === undefined ? 0 : pings.findIndex((ping) => ping.id === id);
      const answered = pings[index];
      if (!answered) return;
      messages = messages.slice(answered.before);
      pings = pings.slice(index + 1).map((ping) => ({ ...ping, before: ping.before - answered.before }));
    },
    lost: (port) => {
      const inDoubt = messages;
      stop(port);
      if (inDoubt.length === 0) return;
      port.tell({ kind: 'outbox.unconfirmed', details: { count: inDoubt.length } });
      port.guard(() => onDoubt(inDoubt));
    },
    stop,
  };
}
