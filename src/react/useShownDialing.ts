'use client';
import { useEffect, useState } from 'react';
import type { ConnectionSource } from '../client/heartbeatSocket.js';
import { isDialing } from './outageReport.js';
import { useSelected } from './selection/useSelected.js';

/** An attempt may be refused within milliseconds, and the person who asked for it would not see that there was one. */
const SHOWN_MS = 600;

/**
 * Whether a dial is under way, or one that failed has been shown for less than 600 ms. It never outlasts the end of the
 * outage.
 */
export function useShownDialing(socket?: ConnectionSource): boolean {
  const { dialing, isRetrying, isOutage } = useSelected(
    (now) => ({
      dialing: isDialing(now),
      isRetrying: now.status === 'failed' || now.nextRetryAt !== null,
      isOutage: now.lost,
    }),
    socket,
  );
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the hold begins with the dial and outlasts it
    if (dialing && isOutage) setHeld(true);
  }, [dialing, isOutage]);
  useEffect(() => {
    if (!isHeld) return undefined;
    const timer = setTimeout(() => setHeld(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld]);
  return dialing || (isHeld && isRetrying);
}
