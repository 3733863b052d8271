import type { PartPort } from '../part.js';
import type { Message, Outcome } from './deliveryWatch.js';

/** A peer that takes this many messages and answers no ping is not one to send more to. */
const MAX_UNCONFIRMED = 100_000;
/**
 * A ping follows a message this soon, so that a loss leaves the messages of a moment in doubt, not those of an
 * interval.
 */
const CONFIRM_AFTER_MS = 250;

/** Knows which of the messages that were sent are known to have arrived. */
export interface Confirmation {
  /** Sent and not confirmed, oldest first. */
  readonly messages: readonly Message[];
  readonly isFull: boolean;
  sent(port: PartPort, message: Message): void;
  pinged(id: number | undefined): void;
  ponged(id: number | undefined): void;
  /** No more will be known of what is unconfirmed. */
  stop(port: PartPort, outcome: 'sent' | 'in-doubt'): void;
}

/** @param ended is told how messages ended */
export function createConfirmation(ended: (messages: readonly Message[], outcome: Outcome) => void): Confirmation {
  let messages: Message[] = [];
  /** For each ping without a pong, how many of `messages` went out before it. */
  let pings: { readonly id: number | undefined; readonly before: number }[] = [];
  let probing: unknown;

  return {
    get messages() {
      return messages;
    },
    get isFull() {
      return messages.length >= MAX_UNCONFIRMED;
    },
    sent: (port, message) => {
      // Where no pong will come, a message that was sent is just that.
      const state = port.state();
      if (state.phase !== 'open' || state.pingAt === null || state.heartbeat === 'unanswered')
        return ended([message], 'sent');
      messages.push(message);
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
      const arrived = messages.slice(0, answered.before);
      messages = messages.slice(answered.before);
      pings = pings.slice(index + 1).map((ping) => ({ ...ping, before: ping.before - answered.before }));
      if (arrived.length > 0) ended(arrived, 'confirmed');
    },
    stop: (port, outcome) => {
      port.clock.clearTimeout(probing);
      probing = undefined;
      pings = [];
      const unconfirmed = messages;
      messages = [];
      if (unconfirmed.length > 0) ended(unconfirmed, outcome);
    },
  };
}
