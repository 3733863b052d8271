import type { HeartbeatTiming } from '../../protocol/frames.js';
import type { GatewayClock } from '../clock.js';
import type { SelfDoubt } from '../heartbeat/selfDoubt.js';
import { createSweep } from '../heartbeat/sweep.js';
import type { OpenPeer, Peers } from './peer.js';

/** Writes to sockets between two turns of the event loop, so that writing to ten thousand peers does not block it. */
const PEERS_PER_TURN = 64;

/** The open connections, and the sweep that visits them. */
export interface PeerRegistry extends Peers {
  [Symbol.iterator](): Iterator<OpenPeer>;
  get(id: string): OpenPeer | undefined;
  readonly add: (peer: OpenPeer) => void;
  readonly remove: (peer: OpenPeer) => void;
  /** Resolves when the last connection is gone. */
  readonly whenEmpty: () => Promise<void>;
  /** The timing has changed: the next ping of each peer follows the new one. */
  readonly retime: () => void;
  /** Calls `act` for each peer; returns how often it returned true. */
  readonly countEach: (act: (peer: OpenPeer) => boolean) => number;
  /** Calls `act` for each peer that is open now, in turns, so that sockets are read in between. */
  readonly inTurns: (act: (peer: OpenPeer) => void) => void;
}

/** Makes a registry without peers. */
export function createPeerRegistry(
  clock: GatewayClock,
  random: () => number,
  timing: () => HeartbeatTiming,
  doubt: SelfDoubt,
): PeerRegistry {
  const peers = new Set<OpenPeer>();
  const waitingForEmpty: (() => void)[] = [];
  const sweep = createSweep<OpenPeer>({
    clock,
    random,
    timing,
    visit: (peer, now) => peer.visit(now),
    wantsVisitAt: (peer) => peer.wantsVisitAt(),
    onSweep: doubt.sweptLate,
  });
  return {
    get size() {
      return peers.size;
    },
    [Symbol.iterator]: () => peers.values(),
    // Only operators ask for a peer by its id, and an index would cost memory for each of ten thousand.
    get(id) {
      for (const peer of peers) if (peer.id === id) return peer;
      return undefined;
    },
    add(peer) {
      peers.add(peer);
      sweep.add(peer);
    },
    remove(peer) {
      peers.delete(peer);
      sweep.remove(peer);
      if (peers.size === 0) for (const resolve of waitingForEmpty.splice(0)) resolve();
    },
    whenEmpty: () => (peers.size === 0 ? Promise.resolve() : new Promise((resolve) => waitingForEmpty.push(resolve))),
    retime: sweep.retime,
    countEach(act) {
      let count = 0;
      for (const peer of peers) if (act(peer)) count += 1;
      return count;
    },
    inTurns(act) {
      const waiting = [...peers];
      const turn = (): void => {
        for (const peer of waiting.splice(0, PEERS_PER_TURN)) act(peer);
        if (waiting.length > 0) clock.immediate(turn);
      };
      turn();
    },
  };
}
