import type { Clock } from '../clock.js';

/** A message of the app's, as the outbox knows it: by identity, because two messages may say the same. */
export interface Message {
  readonly data: unknown;
}

/** How a message ends. */
export type Outcome = 'confirmed' | 'sent' | 'in-doubt' | 'dropped';

/** From the best to the worst: of several messages, the worst outcome is told. */
const OUTCOMES: readonly Outcome[] = ['confirmed', 'sent', 'in-doubt', 'dropped'];

export const worse = (one: Outcome, other: Outcome): Outcome =>
  OUTCOMES.indexOf(one) < OUTCOMES.indexOf(other) ? other : one;

/** Waits for the outcomes of messages that are under way. */
export interface DeliveryWatch {
  ended(messages: readonly Message[], outcome: Outcome): void;
  /** The worst outcome of these messages, when the last of them has one. */
  wait(messages: readonly Message[], clock: Clock, timeoutMs: number): Promise<Outcome | 'timeout'>;
}

/** Makes a watch that nothing waits for; as long as that is so, messages cost it nothing. */
export function createDeliveryWatch(): DeliveryWatch {
  const waiting = new Set<(messages: readonly Message[], outcome: Outcome) => void>();

  return {
    ended: (messages, outcome) => {
      for (const note of waiting) note(messages, outcome);
    },
    wait: (messages, clock, timeoutMs) =>
      new Promise((resolve) => {
        const open = new Set(messages);
        let worst: Outcome = 'confirmed';
        const finish = (result: Outcome | 'timeout'): void => {
          waiting.delete(note);
          clock.clearTimeout(timer);
          resolve(result);
        };
        const note = (ended: readonly Message[], outcome: Outcome): void => {
          for (const message of ended) if (open.delete(message)) worst = worse(worst, outcome);
          if (open.size === 0) finish(worst);
        };
        waiting.add(note);
        const timer = timeoutMs < Infinity ? clock.setTimeout(() => finish('timeout'), timeoutMs) : undefined;
      }),
  };
}
