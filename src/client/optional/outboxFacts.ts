import { keepShallow } from '../snapshot/keepShallow.js';
import type { Delivery, OutboxCounts } from '../snapshot/snapshot.js';

/** What a snapshot shows of an outbox. */
export interface OutboxFacts {
  readonly outbox: OutboxCounts;
  readonly delivery: Delivery;
}

/** Makes what takes the facts, and keeps the identity of those that have not changed. */
export function createOutboxFacts(): (counts: OutboxCounts, delivery: Delivery) => OutboxFacts {
  let kept: OutboxFacts | undefined;
  return ({ queuedCount, unconfirmedCount, droppedCount }, delivery) =>
    (kept = keepShallow(kept, {
      outbox: keepShallow(kept?.outbox, { queuedCount, unconfirmedCount, droppedCount }),
      delivery: keepShallow(kept?.delivery, delivery),
    }));
}
