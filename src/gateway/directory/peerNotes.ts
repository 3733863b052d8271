import type { PeerView } from '../../admin/schemas/peers.js';
import type { HeartbeatEvent } from '../../protocol/events.js';
import type { OpenPeer } from '../peers/peer.js';
import { toPeerView } from '../peers/peer.js';
import { BLOCK_MS, BLOCKS, MissBlocks } from './missBlocks.js';
import { networkOf } from './networks.js';

/** The last records of a peer that are kept, and the outages of its session. */
const MAX_EVENTS = 32;
const MAX_OUTAGES = 8;

/** A part of the past. Epoch milliseconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** An outage that has ended, as the client reported it. */
interface Outage {
  readonly at: number;
  readonly downMs: number;
  readonly shownMs: number;
}

/** What is remembered of one connection beside what the connection itself knows. It does not grow with time. */
export class PeerNotes {
  readonly client: string;
  readonly gatewayId: string;
  /** Null once it is lost: then `#last` is how it was. */
  peer: OpenPeer | null;
  /** Another connection of the same session has taken its place. */
  isReplaced = false;
  closedAt: number | null = null;
  missed = 0;
  #last: PeerView | null = null;
  #sessionId: string | null = null;
  #events: HeartbeatEvent[] | null = null;
  #outages: Outage[] | null = null;
  #blocks: MissBlocks | null = null;

  constructor(peer: OpenPeer, client: string, gatewayId: string) {
    this.peer = peer;
    this.client = client;
    this.gatewayId = gatewayId;
  }

  get events(): readonly HeartbeatEvent[] {
    return this.#events ?? [];
  }

  get sessionId(): string | null {
    return this.peer ? this.peer.sessionId : this.#sessionId;
  }

  get remote(): string {
    return this.#now().remote;
  }

  /** Takes a record of this connection. */
  take(record: HeartbeatEvent): void {
    this.#events ??= [];
    if (this.#events.push(record) > MAX_EVENTS) this.#events.shift();
    if (record.kind === 'heartbeat.missed') {
      this.missed += 1;
      this.#blocks ??= new MissBlocks();
      this.#blocks.add(record.at);
    } else if (record.kind === 'reconnected') {
      const { at, downMs, shownMs = 0 } = record;
      this.#addOutage({ at, downMs, shownMs: Math.min(shownMs, downMs) });
    }
  }

  /** The session goes on from a connection before: what it went through counts on. */
  inherit(before: PeerNotes): void {
    this.missed += before.missed;
    if (before.#blocks) {
      this.#blocks ??= new MissBlocks();
      this.#blocks.addAll(before.#blocks);
    }
    const own = this.#outages ?? [];
    this.#outages = null;
    for (const outage of [...(before.#outages ?? []), ...own]) this.#addOutage(outage);
  }

  /** The connection is gone, though neither side has asked for its end. */
  lose(at: number): void {
    this.#last = this.#now();
    this.#sessionId = this.sessionId;
    this.peer = null;
    this.closedAt = at;
  }

  /** The heartbeats it missed, in a period or ever. */
  missedIn(period: Period | null): number {
    if (!period) return this.missed;
    return this.#blocks?.between(period.from, period.to) ?? 0;
  }

  /** Whether a period did something to it: a missed heartbeat, a loss, an outage. */
  isTouchedIn(period: Period): boolean {
    if (this.closedAt !== null && this.closedAt <= period.to) return true;
    if (this.missedIn(period) > 0) return true;
    return this.#outages?.some(({ at, downMs }) => at >= period.from && at - downMs <= period.to) ?? false;
  }

  view(now: number, period: Period | null): PeerView {
    const last = this.#now();
    return {
      ...last,
      sessionId: this.sessionId,
      gatewayId: this.gatewayId,
      state: this.#state(last),
      missed: this.missedIn(period),
      ...this.#down(now, period),
      lastHour: this.#lastHour(now, last.openedAt),
      network: networkOf(last.remote),
      client: this.client,
    };
  }

  #now(): PeerView {
    return this.peer ? toPeerView(this.peer) : (this.#last as PeerView);
  }

  #state({ missedInRow }: PeerView): NonNullable<PeerView['state']> {
    if (!this.peer) return 'lost';
    return missedInRow > 0 ? 'degraded' : 'open';
  }

  /** Null where the client says nothing of outages. */
  #down(now: number, period: Period | null): Pick<PeerView, 'downMs' | 'shownMs'> {
    if (this.sessionId === null) return { downMs: null, shownMs: null };
    const { from, to } = period ?? { from: 0, to: now };
    let downMs = this.closedAt === null ? 0 : Math.max(0, Math.min(now, to) - Math.max(from, this.closedAt));
    let shownMs = 0;
    for (const outage of this.#outages ?? []) {
      const within = Math.max(0, Math.min(to, outage.at) - Math.max(from, outage.at - outage.downMs));
      downMs += within;
      shownMs += Math.min(within, outage.shownMs);
    }
    return { downMs, shownMs };
  }

  #lastHour(now: number, openedAt: number): (number | null)[] {
    const counts = this.#blocks?.lastHour(now) ?? Array.from({ length: BLOCKS }, () => 0);
    const newest = Math.floor(now / BLOCK_MS);
    return counts.map((count, index) =>
      count === 0 && (newest - BLOCKS + 2 + index) * BLOCK_MS <= openedAt ? null : count,
    );
  }

  #addOutage(outage: Outage): void {
    this.#outages ??= [];
    if (this.#outages.push(outage) > MAX_OUTAGES) this.#outages.shift();
  }
}
