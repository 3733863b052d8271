'use client';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import { keepShallow } from '../client/snapshot/keepShallow.js';
import type { ConnectionStore } from '../client/heartbeatSocket.js';

/**
 * Reads a part of a store; renders again only when that part changed, compared shallowly. (zustand's own `useShallow`
 * compares Maps, Sets and iterables too, which no snapshot has.)
 */
export function useSelected<T>(store: ConnectionStore, selector: (snapshot: ConnectionSnapshot) => T): T {
  const [keep] = useState(() => {
    let kept: T;
    return (fresh: T): T => (kept = keepShallow(kept, fresh));
  });
  return useStore(store, (snapshot) => keep(selector(snapshot)));
}
