import { isWanted } from '../../machine/state.js';
import { HeartbeatOptionError } from '../../protocol/options/optionError.js';
import { checkInteger } from '../../protocol/options/optionRules.js';
import type { ConnectionFact } from '../../protocol/events.js';
import type { Delivery, OutboxCounts } from '../snapshot/snapshot.js';
import { ATTACH, type Part, type PartPort, type SendResult } from '../part.js';
import { createConfirmation } from './confirmation.js';
import { copyOf } from './copyOf.js';
import { createDeliveryWatch, worse, type Message, type Outcome } from './deliveryWatch.js';
import { createOutboxFacts, type OutboxFacts } from './outboxFacts.js';

/** Why a message that the outbox took is not sent. `invalid`: the socket threw at it. */
export type DropReason = 'overflow' | 'expired' | 'closed' | 'invalid';

/** The options of an outbox: what becomes of messages while there is no connection. */
export interface OutboxOptions {
  /** Messages held at most. @default 100 */
  readonly maxMessages?: number | undefined;
  /** A message held for longer is dropped, integer milliseconds; sleep counts. 0: held for ever. @default 60_000 */
  readonly ttlMs?: number | undefined;
  /** What a full outbox does with one more. @default 'reject-newest' */
  readonly overflow?: 'reject-newest' | 'drop-oldest' | undefined;
  /** Called for each message that was taken and will not be sent. */
  readonly onDropped?: ((data: unknown, reason: DropReason) => void) | undefined;
  /**
   * Called when the connection is lost, with the messages that were sent but not confirmed: they may or may not have
   * arrived. A pong confirms all that was sent before its ping, because a socket keeps order.
   */
  readonly onUnconfirmed?: ((messages: readonly unknown[]) => void) | undefined;
}

/**
 * What became of the messages that an outbox had taken, the worst of them first: `'dropped'`, certainly not sent;
 * `'in-doubt'`, sent before a loss; `'sent'`, to a server that answers no pings; `'confirmed'`, all have arrived.
 * `'timeout'`: some are still waiting or unconfirmed.
 */
export type FlushResult = Outcome | 'timeout';

/** An outbox at work on one connection. */
export interface AttachedOutbox {
  send(data: unknown): SendResult;
  /** `send` would not answer `'rejected'`. */
  readonly canSend: boolean;
  told(fact: ConnectionFact): void;
  /** The app ended the connection: what is held is dropped, and the outbox is free for another. */
  detach(): void;
}

/** Holds messages while offline, and knows which sent ones are in doubt. Made by `createOutbox`. */
export interface Outbox extends Part<AttachedOutbox>, OutboxCounts {
  /** There is room for one more message, or it makes room. */
  readonly canHold: boolean;
  /** Messages that were sent and not confirmed by a pong, oldest first. */
  readonly unconfirmed: readonly unknown[];
  /** What the snapshot shows; the same object until it changes. */
  readonly facts: OutboxFacts;
  /**
   * Waits for the end of every message that is held or unconfirmed now. What was dropped or in doubt before, and not
   * settled, counts too. It never rejects, but throws if `timeoutMs` is not an integer.
   *
   * @param options.timeoutMs how long to wait, integer milliseconds. 0: what is known at once; Infinity: as long as it
   *   takes. Default 10 000
   * @example if ((await outbox.flushed({ timeoutMs: 3_000 })) === 'confirmed') navigate('/done');
   */
  flushed(options?: { readonly timeoutMs?: number | undefined }): Promise<FlushResult>;
  /**
   * Tells the outbox that the app, or the person, has dealt with what was dropped or is in doubt, so that `SendStatus`
   * and the banner stop showing it. Call it after sending such messages again, too.
   */
  settle(): void;
}

interface Held extends Message {
  readonly at: number;
  readonly wallAt: number;
}

/**
 * Makes an outbox: first in, first out, each message once, bounded in number and time. It never sends a message again:
 * what is in doubt at a loss is reported, and the application knows best whether to repeat it.
 *
 * An outbox serves one connection at a time, from its first `connect` or `send` to its `disconnect`. Another connection
 * that starts to use it takes it over, with the messages it holds; the one before then sends as if it had no outbox.
 *
 * @throws HeartbeatOptionError for an invalid option
 * @example createHeartbeatSocket(url, { outbox: createOutbox({ ttlMs: 10_000, onUnconfirmed: markAsUnsure }) })
 */
export function createOutbox(options: OutboxOptions = {}): Outbox {
  const maxMessages = checkInteger('outbox.maxMessages', options.maxMessages ?? 100, 1);
  const ttlMs = checkInteger('outbox.ttlMs', options.ttlMs ?? 60_000);
  const { overflow = 'reject-newest' } = options;
  if (overflow !== 'reject-newest' && overflow !== 'drop-oldest') {
    throw new HeartbeatOptionError('outbox.overflow', "'reject-newest' or 'drop-oldest'", overflow);
  }
  let held: Held[] = [];
  let droppedCount = 0;
  let delivery: Delivery = { caughtUpCount: 0, inDoubtCount: 0, notSentCount: 0, result: null };
  let owner: PartPort | undefined;
  /** The connection whose snapshot shows this outbox, also after it has ended. */
  let latest: PartPort | undefined;
  let isFlushed = false;
  let expiring: unknown;
  const watch = createDeliveryWatch();
  const confirmation = createConfirmation(ended);
  const readFacts = createOutboxFacts();

  function note(changes: Partial<Delivery>): void {
    delivery = { ...delivery, ...changes };
  }

  function ended(messages: readonly Message[], outcome: Outcome): void {
    const { inDoubtCount, notSentCount } = delivery;
    if (outcome === 'dropped') note({ notSentCount: notSentCount + messages.length });
    else if (outcome === 'in-doubt') note({ inDoubtCount: inDoubtCount + messages.length });
    else note({ result: outcome === 'confirmed' ? 'received' : outcome });
    watch.ended(messages, outcome);
  }

  /** The connection is gone: what is unconfirmed is in doubt. */
  function doubt(port: PartPort): void {
    note({ caughtUpCount: 0 });
    const messages = outbox.unconfirmed;
    confirmation.stop(port, 'in-doubt');
    if (messages.length === 0) return;
    port.tell({ kind: 'outbox.unconfirmed', details: { count: messages.length } });
    port.guard(() => options.onUnconfirmed?.(messages));
  }

  const canHold = (): boolean => held.length < maxMessages || overflow === 'drop-oldest';

  function drop(port: PartPort, count: number, reason: DropReason): void {
    const dropped = held.splice(0, count);
    if (dropped.length === 0) return;
    droppedCount += dropped.length;
    ended(dropped, 'dropped');
    port.tell({ kind: 'outbox.dropped', details: { reason, count: dropped.length } });
    for (const { data } of dropped) port.guard(() => options.onDropped?.(data, reason));
  }

  /** Drops what is too old, and comes back for what will be; while no connection is wanted, no timer is left behind. */
  function expire(port: PartPort): void {
    port.clock.clearTimeout(expiring);
    expiring = undefined;
    if (ttlMs === 0) return;
    // Some monotonic clocks stand still during sleep, and the wall clock may be set back: the longer time counts.
    const now = port.clock.now();
    const wallNow = port.clock.wallNow();
    const leftMs = ({ at, wallAt }: Held): number => ttlMs - Math.max(now - at, wallNow - wallAt);
    const freshAt = held.findIndex((message) => leftMs(message) > 0);
    drop(port, freshAt < 0 ? held.length : freshAt, 'expired');
    const [oldest] = held;
    if (!oldest || !isWanted(port.state())) return;
    // What was dropped may have been sent again meanwhile, and has set the timer.
    port.clock.clearTimeout(expiring);
    expiring = port.clock.setTimeout(() => {
      expire(port);
      port.changed();
    }, leftMs(oldest));
  }

  /** True when the socket took the message. @throws what the socket throws for a message that it cannot take */
  function transmit(port: PartPort, message: Message): boolean {
    const state = port.state();
    // A message given to a socket that is closed right after it opened would be lost.
    const isReady = state.phase === 'open' && state.isConfirmed && !confirmation.isFull;
    if (!isReady || !port.transmit(message.data)) return false;
    confirmation.sent(port, message);
    return true;
  }

  /** Sends what is held, first in, first out, as far as the socket takes it. */
  function flush(port: PartPort): void {
    isFlushed = true;
    expire(port);
    for (let next = held[0]; next; next = held[0]) {
      try {
        if (!transmit(port, next)) return;
        held.shift();
        note({ caughtUpCount: delivery.caughtUpCount + 1 });
      } catch (error) {
        port.failed(error);
        drop(port, 1, 'invalid');
      }
    }
    expire(port);
  }

  function hold(port: PartPort, { data }: Message): 'queued' | 'rejected' {
    expire(port);
    if (held.length >= maxMessages && overflow === 'drop-oldest') drop(port, 1, 'overflow');
    // What was dropped may have been sent again, and has taken the place.
    if (held.length >= maxMessages) return 'rejected';
    held.push({ data, at: port.clock.now(), wallAt: port.clock.wallNow() });
    expire(port);
    port.changed();
    return 'queued';
  }

  function attach(port: PartPort): void {
    if (owner === port) return;
    const before = owner;
    owner = port;
    latest = port;
    if (!before) return;
    before.clock.clearTimeout(expiring);
    doubt(before);
    before.changed();
    expire(port);
    // A component that is mounted anew, or for another URL, leaves its old connection a task later.
    port.clock.setTimeout(() => {
      if (owner !== port || !isWanted(before.state())) return;
      port.failed(new Error('an outbox serves one connection at a time. Make another with createOutbox().'));
    }, 0);
  }

  function told(port: PartPort, fact: ConnectionFact): void {
    if (owner !== port) return;
    // What was held before `connect` is given its timer.
    if (fact.kind === 'connect.started') expire(port);
    if (fact.kind === 'connect.confirmed') flush(port);
    if (fact.kind === 'ping.sent') confirmation.pinged(fact.details.id);
    if (fact.kind === 'pong.received') {
      confirmation.ponged(fact.details.id);
      // Too many were unconfirmed for what is held.
      if (isFlushed && held.length > 0) flush(port);
    }
    if (fact.kind === 'connection.closed' || fact.kind === 'connect.failed') {
      isFlushed = false;
      doubt(port);
    }
    if (fact.kind === 'heartbeat.unanswered') confirmation.stop(port, 'sent');
  }

  async function flushed(timeoutMs: number): Promise<FlushResult> {
    const { inDoubtCount, notSentCount, result } = delivery;
    const before = notSentCount > 0 ? 'dropped' : inDoubtCount > 0 ? 'in-doubt' : 'confirmed';
    const open = [...held, ...confirmation.messages];
    if (!owner || open.length === 0) return before === 'confirmed' && result === 'sent' ? result : before;
    const outcome = await watch.wait(open, owner.clock, timeoutMs);
    return outcome === 'timeout' ? outcome : worse(before, outcome);
  }

  const outbox: Outbox = {
    get queuedCount() {
      return held.length;
    },
    get unconfirmedCount() {
      return confirmation.messages.length;
    },
    get droppedCount() {
      return droppedCount;
    },
    get canHold() {
      return canHold();
    },
    get unconfirmed() {
      return confirmation.messages.map(({ data }) => data);
    },
    get facts() {
      return readFacts(outbox, delivery);
    },
    flushed: ({ timeoutMs = 10_000 } = {}) => {
      checkInteger('flushed.timeoutMs', timeoutMs, 0, undefined, true);
      return flushed(timeoutMs);
    },
    settle: () => {
      note({ inDoubtCount: 0, notSentCount: 0 });
      latest?.changed();
    },
    [ATTACH]: (port) => {
      attach(port);
      return {
        get canSend() {
          return owner === port ? canHold() : port.state().phase === 'open';
        },
        send: (data) => {
          if (owner !== port) return port.transmit(data) ? 'sent' : 'rejected';
          // What `onConnected` sends, such as a subscription, goes before what waited for the connection.
          const message = { data: copyOf(data) };
          return (held.length === 0 || !isFlushed) && transmit(port, message) ? 'sent' : hold(port, message);
        },
        told: (fact) => told(port, fact),
        detach: () => {
          if (owner !== port) return;
          port.clock.clearTimeout(expiring);
          // This comes first, so that what `onDropped` sends again is rejected.
          owner = undefined;
          drop(port, held.length, 'closed');
        },
      };
    },
  };
  return outbox;
}
