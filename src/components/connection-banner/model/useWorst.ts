'use client';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { toStage, type OutageStage } from '../../../react/outageReport.js';
import { createKeeper } from '../../../react/selection/useSelected.js';
import type { ConnectionSource } from '../../types.js';

/** From the status that needs no words to the one that needs them most. */
const ORDER: readonly OutageStage[] = ['ended', 'up', 'quiet', 'lost', 'failed'];

const rank = ({ store }: ConnectionSource): number => ORDER.indexOf(toStage(store.getState()));

/** The connections as one array that stays the same, and the one of them that is worst off: the earlier of two alike. */
export function useWorst(
  given: readonly ConnectionSource[],
): [sockets: readonly ConnectionSource[], worst: ConnectionSource] {
  const [keep] = useState(createKeeper<readonly ConnectionSource[]>);
  const sockets = keep(given);
  const subscribe = useCallback(
    (changed: () => void) => {
      const undo = sockets.map(({ store }) => store.subscribe(changed));
      return () => undo.forEach((unsubscribe) => unsubscribe());
    },
    [sockets],
  );
  const worst = useSyncExternalStore(
    subscribe,
    () => sockets.reduce((chosen, socket) => (rank(socket) > rank(chosen) ? socket : chosen)),
    // On a server no connection has begun, so that all are alike.
    () => sockets[0] as ConnectionSource,
  );
  return [sockets, worst];
}
