'use client';
import { useEffect, useState } from 'react';
import { toStage } from '../../react/outageReport.js';
import { useSelected } from '../../react/useSelected.js';
import type { HeartbeatSocket } from '../types.js';
import { nextMemory, toPhase, type BannerPhase } from './bannerPhase.js';

/** How long "Back online" stays. The stylesheet fades it out towards the end of it, and a test compares the two. */
export const RESTORED_MS = 2_000;

/** The phase of this socket's banner, whether the phase is worth announcing, and the way to dismiss the banner. */
export function useBannerPhase(
  socket: HeartbeatSocket,
): [phase: BannerPhase | null, isNews: boolean, dismiss: () => void] {
  const stage = useSelected(toStage, socket);
  const [memory, setMemory] = useState(() => ({ socket, ...nextMemory(null, stage) }));

  // In render, not in an effect: the frame that shows `open` must not show the outage as well.
  if (memory.socket !== socket) setMemory({ socket, ...nextMemory(null, stage) });
  else if (memory.stage !== stage) setMemory({ socket, ...nextMemory(memory, stage) });

  const isRestored = memory.news === 'restored';
  useEffect(() => {
    if (!isRestored) return undefined;
    const timer = setTimeout(() => setMemory((current) => ({ ...current, news: null })), RESTORED_MS);
    return () => clearTimeout(timer);
  }, [isRestored]);

  const phase = toPhase(memory);
  const dismiss = (): void => setMemory((current) => ({ ...current, isDismissed: true }));
  return [phase, phase === memory.news, dismiss];
}
