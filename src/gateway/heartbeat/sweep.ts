import type { Clock } from '../clock.js';

/** Slots an interval is cut into: a visit is off by at most half a slot. Fewer, denser bursts cost less CPU. */
const SLOTS_PER_INTERVAL = 25;
/** Visits between two looks at the sockets, so that ten thousand peers do not hold the event loop for one long tick. */
const VISITS_PER_TURN = 128;

/** What the sweep keeps on each of its peers. */
export interface Swept {
  /** The slot it waits in; null while it waits in none. Written by the sweep only. */
  slot: number | null;
}

/** What the sweep needs to know of the world. */
export interface SweepWorld<Peer extends Swept> {
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: () => { readonly intervalMs: number };
  /** Visits one peer, and says when to come again (monotonic ms), or null when the peer is gone. */
  visit(peer: Peer, now: number): number | null;
  /** When a peer wants to be visited under the timing in force, or null for one that awaits its first beat. */
  wantsVisitAt(peer: Peer): number | null;
  /** A sweep begins, so long after it was due. */
  onSweep(lateMs: number): void;
}

/**
 * One timer for all peers: a wheel of slots, each a twenty-fifth of the interval wide, swept slot by slot.
 * No peer, no timer.
 */
export class Sweep<Peer extends Swept> {
  readonly #world: SweepWorld<Peer>;
  readonly #slots = new Map<number, Set<Peer>>();
  #due: Peer[] = [];
  #isTurnPlanned = false;
  #peerCount = 0;
  #widthMs: number;
  #slot: number;
  #timer: unknown = null;
  #expectedAt = 0;

  constructor(world: SweepWorld<Peer>) {
    this.#world = world;
    this.#widthMs = this.#slotWidth();
    this.#slot = Math.floor(world.clock.now() / this.#widthMs);
  }

  /** Takes a peer in. Its first beat comes after U(0.5, 1) × the interval, so that beats spread. */
  add(peer: Peer): void {
    const now = this.#world.clock.now();
    if (this.#timer === null) this.#slot = Math.floor(now / this.#widthMs);
    this.#peerCount += 1;
    this.#place(peer, this.#firstBeatAt(now));
    this.#arm(now);
  }

  /** Forgets a peer. Each peer that was added is removed exactly once. */
  remove(peer: Peer): void {
    this.#take(peer);
    this.#peerCount -= 1;
    if (this.#peerCount === 0) this.stop();
  }

  /** The timing changed: every peer waits anew, by the new one. A crowd that is overdue by it is spread. */
  retime(): void {
    const now = this.#world.clock.now();
    const waiting = [...this.#slots.values()].flatMap((slot) => [...slot]);
    this.#slots.clear();
    this.#widthMs = this.#slotWidth();
    this.#slot = Math.floor(now / this.#widthMs);
    for (const peer of waiting) {
      const wanted = this.#world.wantsVisitAt(peer);
      this.#place(peer, wanted === null || wanted <= now ? this.#firstBeatAt(now) : wanted);
    }
    this.#world.clock.clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#peerCount > 0) this.#arm(now);
  }

  /** Cancels the timer. Peers that are still in are visited no more, unless another is added. */
  stop(): void {
    this.#world.clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#due = [];
  }

  #slotWidth(): number {
    return Math.max(1, this.#world.timing().intervalMs / SLOTS_PER_INTERVAL);
  }

  #firstBeatAt(now: number): number {
    return now + (0.5 + this.#world.random() / 2) * this.#world.timing().intervalMs;
  }

  #place(peer: Peer, at: number): void {
    const index = Math.max(Math.round(at / this.#widthMs), this.#slot + 1);
    const slot = this.#slots.get(index);
    if (slot) slot.add(peer);
    else this.#slots.set(index, new Set([peer]));
    peer.slot = index;
  }

  #take(peer: Peer): void {
    if (peer.slot === null) return;
    const slot = this.#slots.get(peer.slot);
    slot?.delete(peer);
    if (slot?.size === 0) this.#slots.delete(peer.slot);
    peer.slot = null;
  }

  #arm(now: number): void {
    if (this.#timer !== null) return;
    this.#expectedAt = (this.#slot + 1) * this.#widthMs;
    this.#timer = this.#world.clock.setTimeout(() => this.#tick(), Math.max(0, Math.ceil(this.#expectedAt - now)));
  }

  #tick(): void {
    this.#timer = null;
    const now = this.#world.clock.now();
    this.#world.onSweep(now - this.#expectedAt);
    this.#slot = Math.max(this.#slot + 1, Math.floor(now / this.#widthMs));
    for (const [index, slot] of this.#slots) {
      if (index > this.#slot) continue;
      this.#slots.delete(index);
      for (const peer of slot) {
        peer.slot = null;
        this.#due.push(peer);
      }
    }
    this.#arm(now);
    if (!this.#isTurnPlanned) this.#turn();
  }

  #turn(): void {
    this.#isTurnPlanned = false;
    const now = this.#world.clock.now();
    for (const peer of this.#due.splice(0, VISITS_PER_TURN)) {
      const next = this.#world.visit(peer, now);
      if (next !== null) this.#place(peer, next);
    }
    if (this.#due.length === 0) return;
    this.#isTurnPlanned = true;
    this.#world.clock.immediate(() => this.#turn());
  }
}
