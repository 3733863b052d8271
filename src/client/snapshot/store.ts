import { createStore, type StoreApi } from 'zustand/vanilla';
import { guard } from '../../protocol/listeners.js';
import type { ConnectionSnapshot } from './snapshot.js';

/** The store, for reading. */
export type ConnectionStore = Pick<StoreApi<ConnectionSnapshot>, 'getState' | 'getInitialState' | 'subscribe'>;

/**
 * Makes the store of one connection. Its initial state is what a server renders.
 * @param failed gets what a subscriber threw; the other subscribers are still called
 */
export function createConnectionStore(
  initial: ConnectionSnapshot,
  failed: (error: unknown) => void,
): StoreApi<ConnectionSnapshot> {
  const store = createStore<ConnectionSnapshot>(() => initial);
  const guarded =
    (listener: (...states: [ConnectionSnapshot, ConnectionSnapshot]) => void) =>
    (...states: [ConnectionSnapshot, ConnectionSnapshot]): void =>
      guard(failed, listener, ...states);
  return { ...store, subscribe: (listener) => store.subscribe(guarded(listener)) };
}
