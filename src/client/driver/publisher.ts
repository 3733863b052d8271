import type { HeartbeatState } from '../../machine/state.js';
import type { Clock } from '../clock.js';
import type { Counters } from '../snapshot/counters.js';
import { projectSnapshot, type SnapshotContext } from '../snapshot/projectSnapshot.js';
import type { ConnectionSnapshot } from '../snapshot/snapshot.js';

/** Counters change with every message; they are published at most this often. */
const COUNTERS_EVERY_MS = 1_000;

/** What is published, read anew each time. */
export interface PublisherSource {
  readonly state: () => HeartbeatState;
  readonly context: () => Omit<SnapshotContext, 'now' | 'wallNow' | 'counters'>;
  readonly counters: Counters;
  /** No timer may be left running: what there is to publish is published at once. */
  readonly isAtRest: () => boolean;
  /** Runs before counters that waited are published. */
  readonly settle: () => void;
}

/** Publishes a new snapshot whenever it would say something new. */
export interface Publisher {
  readonly snapshot: ConnectionSnapshot;
  /** Counters wait to be published: within a second from now, if the platform's timers run. */
  isWaiting(): boolean;
  publish(): void;
  /** Publishes the counters within a second; at rest, at once. */
  countersChanged(): void;
}

/** @param put gets each new snapshot; the first one is `snapshot` */
export function createPublisher(
  source: PublisherSource,
  clock: Clock,
  put: (snapshot: ConnectionSnapshot) => void,
): Publisher {
  let state = source.state();
  let snapshot = project(null, { ...source.counters });
  let timer: unknown;

  function project(previous: ConnectionSnapshot | null, counters: Counters): ConnectionSnapshot {
    const before = previous && state;
    state = source.state();
    const context = { ...source.context(), now: clock.now(), wallNow: clock.wallNow(), counters };
    return projectSnapshot(previous, before, state, context);
  }

  function show(counters: Counters): void {
    const next = project(snapshot, counters);
    if (next === snapshot) return;
    snapshot = next;
    put(next);
  }

  function showCounted(): void {
    clock.clearTimeout(timer);
    timer = undefined;
    show({ ...source.counters });
  }

  function showCountedSoon(): void {
    timer ??= clock.setTimeout(() => {
      source.settle();
      showCounted();
    }, COUNTERS_EVERY_MS);
  }

  return {
    get snapshot() {
      return snapshot;
    },
    isWaiting: () => timer !== undefined,
    publish: () => {
      if (source.isAtRest()) return showCounted();
      show(snapshot.counters);
      showCountedSoon();
    },
    countersChanged: () => (source.isAtRest() ? showCounted() : showCountedSoon()),
  };
}
