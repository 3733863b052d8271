'use client';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { toStage, type OutageStage } from '../../react/outageReport.js';
import { createKeeper } from '../../react/useSelected.js';
import type { ConnectionSnapshot, HeartbeatSocket } from '../types.js';

/** From what needs no word to what needs one most. */
const ORDER: readonly OutageStage[] = ['ended', 'up', 'quiet', 'lost', 'failed'];

type Read = (socket: HeartbeatSocket) => ConnectionSnapshot;
const present: Read = ({ store }) => store.getState();
const first: Read = ({ store }) => store.getInitialState();

function worstOf(sockets: readonly HeartbeatSocket[], read: Read): HeartbeatSocket {
  const rank = (socket: HeartbeatSocket): number => ORDER.indexOf(toStage(read(socket)));
  return sockets.reduce((worst, socket) => (rank(socket) > rank(worst) ? socket : worst));
}

/** The connections as one array that stays the same, and the one of them that is worst off: the earlier of two alike. */
export function useWorst(
  given: readonly HeartbeatSocket[],
): [sockets: readonly HeartbeatSocket[], worst: HeartbeatSocket] {
  const [keep] = useState(createKeeper<readonly HeartbeatSocket[]>);
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
    () => worstOf(sockets, present),
    () => worstOf(sockets, first),
  );
  return [sockets, worst];
}
