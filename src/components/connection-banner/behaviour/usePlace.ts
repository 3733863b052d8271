'use client';
import { useEffect, useState } from 'react';
import type { BannerPosition } from '../model/bannerContext.js';

/** The banners on the page by their place, the newest first. */
const stacks: Partial<Record<BannerPosition, readonly HTMLElement[]>> = {};

/**
 * Keeps the banner in the stack of those that stand where it does, for pages that have one for each of their connections.
 *
 * @returns whether the banner has to stand at the other edge of the window, because at its own it would cover
 *   what has focus. Nothing is scrolled: the page stays as it is.
 */
export function usePlace(banner: HTMLElement | null, position: BannerPosition): boolean {
  const [isAside, setAside] = useState(false);
  useEffect(() => {
    if (!banner) return undefined;
    /** Tells each how many newer ones there are; the stylesheet makes a stack of that. */
    const stack = (next: readonly HTMLElement[]): void =>
      (stacks[position] = next).forEach((each, behind) => each.style.setProperty('--heartbeat-behind', `${behind}`));
    stack([banner, ...(stacks[position] ?? [])]);
    const look = (): void => {
      const { activeElement: focused, body } = document;
      if (!focused || focused === body || banner.contains(focused)) return;
      const { left, right, top, bottom } = focused.getBoundingClientRect();
      const own = banner.getBoundingClientRect();
      const isCovered = left < own.right && right > own.left && top < own.bottom && bottom > own.top;
      if (isCovered) setAside((before) => !before);
    };
    // A frame later, when the browser has scrolled to what got focus.
    const later = (): void => void requestAnimationFrame(look);
    later();
    document.addEventListener('focusin', later);
    return () => {
      document.removeEventListener('focusin', later);
      stack((stacks[position] ?? []).filter((each) => each !== banner));
      // The next banner begins at its own edge.
      setAside(false);
    };
  }, [banner, position]);
  return isAside;
}
