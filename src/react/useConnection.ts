'use client';
import { useState } from 'react';
import type { ConnectionSnapshot } from '../client/snapshot/snapshot.js';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { useSocket } from './context.js';
import { createReadTracker } from './selection/trackReads.js';
import { createKeeper, useStored } from './selection/useSelected.js';

type Selector<T> = (snapshot: ConnectionSnapshot) => T;

/**
 * Reads the connection's snapshot. With a selector, renders again only when the selected value changed (compared shallowly,
 * so an object made in the selector is fine). Without one, renders again when a field changed that was read from the result;
 * spreading the result reads every field.
 *
 * @param selector what to read; given in every render of the component, or in none
 * @param socket the connection; by default the nearest provider's
 * @example const { status, missedInRow } = useConnection();
 * @example const isUp = useConnection(({ status }) => status === 'open');
 */
export function useConnection(selector?: undefined, socket?: ConnectionSource): ConnectionSnapshot;
export function useConnection<T>(selector: Selector<T>, socket?: ConnectionSource): T;
export function useConnection<T>(selector?: Selector<T>, socket?: ConnectionSource): T | ConnectionSnapshot {
  const { store } = useSocket(socket);
  const [keep] = useState(() => (selector ? createKeeper<T>() : createReadTracker()));
  return useStored<unknown>(store, (snapshot) =>
    keep((selector ? selector(snapshot) : snapshot) as T & ConnectionSnapshot),
  ) as T | ConnectionSnapshot;
}
