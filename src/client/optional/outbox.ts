import { duration } from '../../machine/options.js';
import type { EventDetails, HeartbeatEvent } from '../../protocol/events.js';
import { HeartbeatOptionError } from '../../protocol/optionError.js';
import type { Clock } from '../clock.js';

/** Why a message left the outbox without being sent. */
export type DropReason = 'overflow' | 'expired' | 'closed';

/** What becomes of messages while there is no connection. */
export interface OutboxOptions {
  /** Messages held at most. @default 100 */
  readonly maxMessages?: number | undefined;
  /** A message held for longer is dropped, integer milliseconds. 0: for ever. @default 60_000 */
  readonly ttlMs?: number | undefined;
  /** What a full outbox does with one more. @default 'reject-newest' */
  readonly overflow?: 'reject-newest' | 'drop-oldest' | undefined;
  /** Told each message that was taken and will not be sent. */
  readonly onDropped?: ((data: unknown, reason: DropReason) => void) | undefined;
  /**
   * Told, at a loss, the messages that were sent and not confirmed: they may have arrived, or not. A pong confirms all
   * that was sent before its ping, as a socket keeps order.
   */
  readonly onUnconfirmed?: ((messages: readonly unknown[]) => void) | undefined;
}

/** What an outbox may do with its connection. */
export interface OutboxPort {
  readonly clock: Clock;
  /** Hands a message to the socket; false when there is none that is open. */
  readonly transmit: (data: unknown) => boolean;
  /** Asks for a ping, whose pong confirms what was sent so far. */
  readonly probe: () => void;
  /** Something was queued or let go. */
  changed(): void;
  record<Kind extends 'outbox.dropped' | 'outbox.unconfirmed'>(kind: Kind, details: EventDetails[Kind]): void;
  /** A callback of the app's threw. */
  readonly threw: (error: unknown) => void;
}

/** Holds messages while offline, and knows which sent ones are in doubt. One serves one connection. */
export interface Outbox {
  /** Messages waiting for a connection. */
  readonly queued: number;
  /** Messages sent and not confirmed by a pong, oldest first. */
  readonly unconfirmed: readonly unknown[];
  /** Called by the driver, like all below. @throws Error when it serves another connection already */
  attach(port: OutboxPort): void;
  send(data: unknown): 'sent' | 'queued' | 'rejected';
  /** Sees every record of the connection's log. */
  observe(record: HeartbeatEvent): void;
  /** The app ended the connection: nothing is to be sent any more. */
  close(): void;
}

/** A peer that takes this many messages and answers no ping is not one to send more to. */
const MAX_UNCONFIRMED = 100_000;
/** A ping this soon after a message: what is in doubt at a loss is a moment's worth, not an interval's. */
const CONFIRM_AFTER_MS = 250;

/**
 * Makes an outbox: first in, first out, each message once, bounded in number and time. It never sends a message again:
 * what is in doubt at a loss is reported, and the application knows best whether to repeat it.
 *
 * @throws HeartbeatOptionError for an option that cannot be meant
 * @example createHeartbeatSocket(url, { outbox: createOutbox({ ttlMs: 10_000, onUnconfirmed: markAsUnsure }) })
 */
export function createOutbox(options: OutboxOptions = {}): Outbox {
  const maxMessages = duration('outbox.maxMessages', options.maxMessages ?? 100, 1);
  const ttlMs = duration('outbox.ttlMs', options.ttlMs ?? 60_000);
  const { overflow = 'reject-newest' } = options;
  if (overflow !== 'reject-newest' && overflow !== 'drop-oldest') {
    throw new HeartbeatOptionError('outbox.overflow', "'reject-newest' or 'drop-oldest'", overflow);
  }
  let port: OutboxPort | undefined;
  let waiting: { readonly data: unknown; readonly since: number }[] = [];
  let doubtful: unknown[] = [];
  /** For each ping under way, how many of `doubtful` went out before it. */
  let pings: { readonly id: number | undefined; readonly before: number }[] = [];
  let confirming: unknown;

  // We are in the middle of what the machine ordered: a callback that throws must not stop the rest of it.
  const tell = (callback: () => void): void => {
    try {
      callback();
    } catch (error) {
      port?.threw(error);
    }
  };
  const drop = (count: number, reason: DropReason): void => {
    const dropped = waiting.splice(0, count);
    if (dropped.length > 0) port?.record('outbox.dropped', { reason, count: dropped.length });
    for (const { data } of dropped) tell(() => options.onDropped?.(data, reason));
  };
  const expire = (now: number): void => {
    if (ttlMs === 0) return;
    const firstFresh = waiting.findIndex(({ since }) => now - since < ttlMs);
    drop(firstFresh < 0 ? waiting.length : firstFresh, 'expired');
  };
  const transmit = ({ clock, transmit: hand, probe }: OutboxPort, data: unknown): boolean => {
    if (doubtful.length >= MAX_UNCONFIRMED || !hand(data)) return false;
    doubtful.push(data);
    confirming ??= clock.setTimeout(() => {
      confirming = undefined;
      if (doubtful.length > 0) probe();
    }, CONFIRM_AFTER_MS);
    return true;
  };
  const stopConfirming = (): void => {
    port?.clock.clearTimeout(confirming);
    confirming = undefined;
  };

  /** First in, first out, as far as the socket takes them. */
  const flush = (to: OutboxPort): void => {
    expire(to.clock.now());
    const sentCount = waiting.findIndex(({ data }) => !transmit(to, data));
    waiting = sentCount < 0 ? [] : waiting.slice(sentCount);
  };
  const confirm = (id: number | undefined): void => {
    // A pong without an id answers the oldest ping: a socket keeps order.
    const index = id === undefined ? 0 : pings.findIndex((ping) => ping.id === id);
    const answered = pings[index];
    if (!answered) return;
    doubtful = doubtful.slice(answered.before);
    pings = pings.slice(index + 1).map((ping) => ({ ...ping, before: ping.before - answered.before }));
  };
  const lose = (from: OutboxPort): void => {
    const inDoubt = doubtful;
    doubtful = [];
    pings = [];
    stopConfirming();
    if (inDoubt.length === 0) return;
    from.record('outbox.unconfirmed', { count: inDoubt.length });
    tell(() => options.onUnconfirmed?.(inDoubt));
  };

  return {
    get queued() {
      return waiting.length;
    },
    get unconfirmed() {
      return [...doubtful];
    },
    attach: (to) => {
      if (port) throw new Error('heartbeat-socket: an outbox serves one connection. Make another with createOutbox().');
      port = to;
    },
    send: (data) => {
      if (!port) return 'rejected';
      if (waiting.length === 0 && transmit(port, data)) return 'sent';
      expire(port.clock.now());
      if (waiting.length >= maxMessages) {
        if (overflow === 'reject-newest') return 'rejected';
        drop(1, 'overflow');
      }
      waiting.push({ data, since: port.clock.now() });
      port.changed();
      return 'queued';
    },
    observe: (record) => {
      if (!port) return;
      if (record.kind === 'connect.opened') flush(port);
      if (record.kind === 'ping.sent') pings.push({ id: record.id, before: doubtful.length });
      if (record.kind === 'pong.received') confirm(record.id);
      if (record.kind === 'connection.closed') lose(port);
    },
    close: () => {
      stopConfirming();
      drop(waiting.length, 'closed');
    },
  };
}
