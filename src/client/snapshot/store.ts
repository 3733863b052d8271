import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionSnapshot } from './snapshot.js';

/** The store for its owner; all others get it for reading. */
export type WritableConnectionStore = StoreApi<ConnectionSnapshot>;

/** Makes the store of one connection. Its initial state is what a server renders. */
export const createConnectionStore = (initial: ConnectionSnapshot): WritableConnectionStore =>
  createStore<ConnectionSnapshot>(() => initial);
