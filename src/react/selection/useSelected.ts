'use client';
import { useState, useSyncExternalStore } from 'react';
import type { ConnectionSource } from '../../client/heartbeatSocket.js';
import { keepShallow } from '../../client/snapshot/keepShallow.js';
import type { ConnectionSnapshot } from '../../client/snapshot/snapshot.js';
import type { ConnectionStore } from '../../client/snapshot/store.js';
import { useSocket } from '../context.js';

export { keepShallow };

/**
 * Selects a part of the connection's snapshot; renders again only when that part changed, compared shallowly. The
 * components use it in place of `useConnection`, so that a page has the tracking of reads only with the hook that does it.
 *
 * @param socket the connection; by default the nearest provider's
 */
export const useSelected = <T>(selector: (snapshot: ConnectionSnapshot) => T, socket?: ConnectionSource): T =>
  useSelectedOf(useSocket(socket), selector);

/**
 * The same for a given socket. It does not use the context, which a page then carries only if something looks for a
 * provider.
 */
export function useSelectedOf<T>({ store }: ConnectionSource, selector: (snapshot: ConnectionSnapshot) => T): T {
  const [keep] = useState(createKeeper<T>);
  return useStored(store, (snapshot) => keep(selector(snapshot)));
}

/** @param read must give the same value for a snapshot that says the same */
export function useStored<T>(store: ConnectionStore, read: (snapshot: ConnectionSnapshot) => T): T {
  return useSyncExternalStore(
    store.subscribe,
    () => read(store.getState()),
    () => read(store.getInitialState()),
  );
}

/**
 * Returns each value it is given, or the previous one when both say the same. (zustand's own `useShallow` compares Maps,
 * Sets and iterables too, which no snapshot has.)
 */
export function createKeeper<T>(): (fresh: T) => T {
  let kept: T;
  return (fresh) => (kept = keepShallow(kept, fresh));
}
