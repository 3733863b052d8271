'use client';
import { useEffect, useState } from 'react';
import { useSelected } from '../../react/useSelected.js';
import type { HeartbeatSocket } from '../types.js';
import { nextNotice, toPhase, toSituation, type BannerPhase } from './bannerPhase.js';

/** How long "Back online" stays. The stylesheet fades it out towards the end of it, and a test compares the two. */
export const RESTORED_MS = 2_000;

/** What the banner of this socket has to say, and the way to dismiss it. */
export function useNotice(socket: HeartbeatSocket): [phase: BannerPhase | null, dismiss: () => void] {
  const situation = useSelected(toSituation, socket);
  const [notice, setNotice] = useState(() => ({ socket, ...nextNotice(null, situation) }));

  // In render, not in an effect: the frame that shows `open` must not show the outage as well.
  if (notice.socket !== socket) setNotice({ socket, ...nextNotice(null, situation) });
  else if (notice.situation !== situation) setNotice({ socket, ...nextNotice(notice, situation) });

  const { restored } = notice;
  useEffect(() => {
    if (!restored) return undefined;
    const timer = setTimeout(() => setNotice((current) => ({ ...current, restored: false })), RESTORED_MS);
    return () => clearTimeout(timer);
  }, [restored]);

  return [toPhase(notice), () => setNotice((current) => ({ ...current, dismissed: true }))];
}
