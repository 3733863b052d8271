'use client';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { HeartbeatSocket } from '../client/heartbeatSocket.js';
import { keepShallow } from '../client/snapshot/keepShallow.js';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import { useSocket } from './context.js';

/**
 * Selects a part of the connection's snapshot; renders again only when that part changed, compared shallowly. The
 * components use it in place of `useConnection`, so that a page has the tracking of reads only with the hook that does it.
 *
 * @param socket the connection; by default the nearest provider's
 */
export function useSelected<T>(selector: (snapshot: ConnectionSnapshot) => T, socket?: HeartbeatSocket): T {
  const { store } = useSocket(socket);
  const [keep] = useState(createKeeper<T>);
  return useStore(store, (snapshot) => keep(selector(snapshot)));
}

/**
 * Returns each value it is given, or the previous one when both say the same. (zustand's own `useShallow` compares Maps,
 * Sets and iterables too, which no snapshot has.)
 */
export function createKeeper<T>(): (fresh: T) => T {
  let kept: T;
  return (fresh) => (kept = keepShallow(kept, fresh));
}
