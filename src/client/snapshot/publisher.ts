import type { MachineConfig } from '../../machine/options.js';
import type { HeartbeatState } from '../../machine/state.js';
import type { Clock } from '../clock.js';
import type { EventLog } from './eventLog.js';
import { keepShallow } from './keepShallow.js';
import { idleSnapshot, projectSnapshot, type SnapshotContext } from './projectSnapshot.js';
import type { ConnectionSnapshot } from './snapshot.js';

/** Counters change with every message; they are published at most this often. */
const COUNTERS_EVERY_MS = 1_000;

/** Gives the world a new snapshot whenever it would say something new. */
export interface Publisher {
  readonly snapshot: ConnectionSnapshot;
  /** Counters wait to be published: within a second from now, if the platform's timers run. */
  isWaiting(): boolean;
  /** After a step of the machine. At rest, no timer is left behind. */
  publish(state: HeartbeatState, context: SnapshotContext, isAtRest: boolean): void;
  publishCounters(): void;
  publishCountersSoon(): void;
}

/**
 * Publishes nothing yet.
 * @param put is given each new snapshot
 * @param ticked runs when counters that waited are about to be published
 */
export function createPublisher(
  machine: MachineConfig,
  initial: HeartbeatState,
  clock: Clock,
  log: EventLog,
  put: (snapshot: ConnectionSnapshot) => void,
  ticked: () => void,
): Publisher {
  let published = initial;
  let snapshot = idleSnapshot(machine, initial, log.counters);
  let timer: unknown;

  const show = (next: ConnectionSnapshot): void => {
    if (next === snapshot) return;
    snapshot = next;
    put(next);
  };
  const showCounted = (next: ConnectionSnapshot): void =>
    show(keepShallow(next, { ...next, counters: keepShallow(next.counters, log.counters) }));

  return {
    get snapshot() {
      return snapshot;
    },
    isWaiting: () => timer !== undefined,
    publish: (state, context, isAtRest) => {
      const next = projectSnapshot(snapshot, published, state, context, clock);
      published = state;
      if (!isAtRest) return show(next);
      clock.clearTimeout(timer);
      timer = undefined;
      showCounted(next);
    },
    publishCounters: () => showCounted(snapshot),
    publishCountersSoon: () => {
      timer ??= clock.setTimeout(() => {
        timer = undefined;
        ticked();
        showCounted(snapshot);
      }, COUNTERS_EVERY_MS);
    },
  };
}
