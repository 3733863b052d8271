import { isStopped, type HeartbeatState } from '../../machine/state.js';
import type { Clock } from '../clock.js';
import type { Counters } from '../snapshot/counters.js';
import { projectSnapshot, type SnapshotContext } from '../snapshot/projectSnapshot.js';
import type { ConnectionSnapshot } from '../snapshot/snapshot.js';
import { createConnectionStore, type ConnectionStore } from '../snapshot/store.js';

/** Counters change with every message; they are published at most this often. */
const COUNTERS_EVERY_MS = 1_000;

/** What is published, read anew each time. */
export interface PublisherSource {
  readonly state: () => HeartbeatState;
  readonly context: () => Omit<SnapshotContext, 'now' | 'wallNow' | 'counters'>;
  readonly counters: Counters;
}

/** Publishes a new snapshot whenever it would say something new. */
export interface Publisher {
  readonly store: ConnectionStore;
  /** Counters wait to be published: within a second from now, if the platform's timers run. */
  isWaiting(): boolean;
  readonly publish: () => void;
  /** Publishes the counters within a second; at rest, at once. */
  countersChanged(): void;
}

/** Makes a store of the first snapshot, and what publishes the next ones there. */
export function createPublisher(source: PublisherSource, clock: Clock, failed: (error: unknown) => void): Publisher {
  let state = source.state();
  const store = createConnectionStore(project(null, { ...source.counters }), failed);
  let timer: unknown;

  function project(previous: ConnectionSnapshot | null, counters: Counters): ConnectionSnapshot {
    const before = previous && state;
    state = source.state();
    const context = { ...source.context(), now: clock.now(), wallNow: clock.wallNow(), counters };
    return projectSnapshot(previous, before, state, context);
  }

  function show(counters: Counters): void {
    const previous = store.getState();
    const next = project(previous, counters);
    if (next !== previous) store.setState(next, true);
  }

  function showCounted(): void {
    clock.clearTimeout(timer);
    timer = undefined;
    show({ ...source.counters });
  }

  function countersChanged(): void {
    // At rest no timer may be left running.
    if (isStopped(source.state())) showCounted();
    else timer ??= clock.setTimeout(showCounted, COUNTERS_EVERY_MS);
  }

  return {
    store,
    isWaiting: () => timer !== undefined,
    publish: () => {
      if (!isStopped(source.state())) show(store.getState().counters);
      countersChanged();
    },
    countersChanged,
  };
}
