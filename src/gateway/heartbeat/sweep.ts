import type { GatewayClock } from '../clock.js';

/** Slots of an interval. A visit is off by at most half a slot; more slots would cost more CPU. */
const SLOTS_PER_INTERVAL = 25;
/** Visits between two turns of the event loop, so that ten thousand peers do not block it in one long tick. */
const VISITS_PER_TURN = 128;

/** What the sweep keeps on each of its peers. */
export interface Swept {
  /** The slot in which the peer waits; null while it waits in none. Written by the sweep only. */
  slot: number | null;
}

/** What the sweep needs to know of the gateway and its peers. */
export interface SweepWorld<Peer extends Swept> {
  readonly clock: GatewayClock;
  readonly random: () => number;
  readonly timing: () => { readonly intervalMs: number };
  /** Visits one peer. Returns when to come again (monotonic ms), or null when the peer is gone. */
  readonly visit: (peer: Peer, now: number) => number | null;
  /** When a peer wants to be visited under the timing in force; null for a peer that awaits its first ping. */
  readonly wantsVisitAt: (peer: Peer) => number | null;
  /** A sweep begins this long after it was due. */
  readonly onSweep: (lateMs: number) => void;
}

/** One timer for all peers: a wheel of slots, each a share of the interval wide. Without peers there is no timer. */
export interface Sweep<Peer extends Swept> {
  /** Adds a peer. Its first ping is due after U(0.5, 1) × the interval, so that pings spread. */
  readonly add: (peer: Peer) => void;
  /** Forgets a peer. Each peer that was added is removed exactly once. */
  readonly remove: (peer: Peer) => void;
  /** Places every peer again after a change of the timing. Peers that are overdue by the new one are spread. */
  readonly retime: () => void;
}

/** Makes a sweep without peers. */
export function createSweep<Peer extends Swept>(world: SweepWorld<Peer>): Sweep<Peer> {
  const { clock, random, timing, visit } = world;
  const slotWidth = (): number => Math.max(1, timing().intervalMs / SLOTS_PER_INTERVAL);
  const slots = new Map<number, Set<Peer>>();
  let due: Peer[] = [];
  let isTurnPlanned = false;
  let peerCount = 0;
  let widthMs = slotWidth();
  let slotNow = Math.floor(clock.now() / widthMs);
  let timer: unknown = null;
  let expectedAt = 0;

  const firstPingAt = (now: number): number => now + (0.5 + random() / 2) * timing().intervalMs;

  const place = (peer: Peer, at: number): void => {
    const index = Math.max(Math.round(at / widthMs), slotNow + 1);
    const slot = slots.get(index);
    if (slot) slot.add(peer);
    else slots.set(index, new Set([peer]));
    peer.slot = index;
  };

  const turn = (): void => {
    isTurnPlanned = false;
    const now = clock.now();
    for (const peer of due.splice(0, VISITS_PER_TURN)) {
      const next = visit(peer, now);
      if (next !== null) place(peer, next);
    }
    if (due.length === 0) return;
    isTurnPlanned = true;
    clock.immediate(turn);
  };

  const tick = (): void => {
    timer = null;
    const now = clock.now();
    world.onSweep(now - expectedAt);
    slotNow = Math.max(slotNow + 1, Math.floor(now / widthMs));
    for (const [index, slot] of slots) {
      if (index > slotNow) continue;
      slots.delete(index);
      for (const peer of slot) {
        peer.slot = null;
        due.push(peer);
      }
    }
    arm(now);
    if (!isTurnPlanned) turn();
  };

  function arm(now: number): void {
    if (timer !== null) return;
    expectedAt = (slotNow + 1) * widthMs;
    timer = clock.setTimeout(tick, Math.max(0, Math.ceil(expectedAt - now)));
  }

  const disarm = (): void => {
    clock.clearTimeout(timer);
    timer = null;
  };

  return {
    add(peer) {
      const now = clock.now();
      if (timer === null) slotNow = Math.floor(now / widthMs);
      peerCount += 1;
      place(peer, firstPingAt(now));
      arm(now);
    },
    remove(peer) {
      if (peer.slot !== null) {
        const slot = slots.get(peer.slot);
        slot?.delete(peer);
        if (slot?.size === 0) slots.delete(peer.slot);
        peer.slot = null;
      }
      peerCount -= 1;
      if (peerCount > 0) return;
      disarm();
      due = [];
    },
    retime() {
      const now = clock.now();
      const waiting = [...slots.values()].flatMap((slot) => [...slot]);
      slots.clear();
      widthMs = slotWidth();
      slotNow = Math.floor(now / widthMs);
      for (const peer of waiting) {
        const wanted = world.wantsVisitAt(peer);
        place(peer, wanted === null || wanted <= now ? firstPingAt(now) : wanted);
      }
      disarm();
      if (peerCount > 0) arm(now);
    },
  };
}
