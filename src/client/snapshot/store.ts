import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionSnapshot } from './snapshot.js';

/** The store as its owner sees it; everybody else gets it for reading. */
export type WritableConnectionStore = StoreApi<ConnectionSnapshot>;

/** Makes the store of one connection. Its initial state is what a server renders. */
export const createConnectionStore = (initial: ConnectionSnapshot): WritableConnectionStore =>
  createStore<ConnectionSnapshot>(() => initial);
