'use client';
import { useRef } from 'react';
import { useCommitEffect } from './useCommitEffect.js';

/**
 * Lets the banner glide to its new width instead of jumping there. What stands at its ends glides along. The time is that of
 * `--heartbeat-morph`, which is 0 where a person wants less motion.
 */
export function useMorph(banner: HTMLElement | null): void {
  const last = useRef<[width: number, animation?: Animation]>([0]);
  useCommitEffect(() => {
    // jsdom has no animations, and no layout.
    if (!banner?.animate) return;
    const [width, animation] = last.current;
    const from = animation?.playState === 'running' ? banner.offsetWidth : width;
    animation?.cancel();
    const to = banner.offsetWidth;
    const duration = parseFloat(getComputedStyle(banner).getPropertyValue('--heartbeat-morph'));
    last.current = [to];
    if (width && from !== to && duration) {
      const frames = { width: [`${from}px`, `${to}px`] };
      last.current = [to, banner.animate(frames, { duration, easing: 'cubic-bezier(.22,1,.36,1)' })];
    }
  });
}
