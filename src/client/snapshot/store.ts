import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionSnapshot } from './snapshot.js';

/** The store, for reading. */
export type ConnectionStore = Pick<StoreApi<ConnectionSnapshot>, 'getState' | 'getInitialState' | 'subscribe'>;

/** Makes the store of one connection. Its initial state is what a server renders. */
export const createConnectionStore = (initial: ConnectionSnapshot): StoreApi<ConnectionSnapshot> =>
  createStore<ConnectionSnapshot>(() => initial);
