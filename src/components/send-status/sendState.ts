import type { ConnectionSnapshot } from '../types.js';

/**
 * Where the person's work stands, the one to worry about first. `not-sent`: dropped. `in-doubt`: sent before a loss, may
 * have arrived or not. `waiting`: goes out when the connection is back. `sending`: sent, not confirmed yet. `received`:
 * confirmed by the server. `sent`: to a server that confirms nothing.
 */
export type SendState = 'not-sent' | 'in-doubt' | 'waiting' | 'sending' | 'received' | 'sent';

/** What a person is told of the outbox. */
export interface SendFacts {
  /** null: nothing is claimed, because there is no outbox, or because it has not taken a message yet. */
  readonly state: SendState | null;
  readonly notSentCount: number;
  readonly inDoubtCount: number;
  readonly waitingCount: number;
}

/** The facts of a snapshot. */
export function toSendFacts({ outbox, delivery }: ConnectionSnapshot): SendFacts {
  const { notSentCount = 0, inDoubtCount = 0, result = null } = delivery ?? {};
  const waitingCount = outbox?.queuedCount ?? 0;
  const counts = { notSentCount, inDoubtCount, waitingCount };
  if (notSentCount > 0) return { state: 'not-sent', ...counts };
  if (inDoubtCount > 0) return { state: 'in-doubt', ...counts };
  if (waitingCount > 0) return { state: 'waiting', ...counts };
  return { state: outbox && outbox.unconfirmedCount > 0 ? 'sending' : result, ...counts };
}
