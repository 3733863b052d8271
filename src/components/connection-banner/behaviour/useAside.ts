'use client';
import { useEffect, useState } from 'react';

/**
 * Whether the banner has to stand at the other edge of the window, because at its own it would cover what has focus. Nothing
 * is scrolled: the page stays as it is.
 */
export function useAside(banner: HTMLElement | null): boolean {
  const [isAside, setAside] = useState(false);
  useEffect(() => {
    if (!banner) return undefined;
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
      // The next banner begins at its own edge.
      setAside(false);
    };
  }, [banner]);
  return isAside;
}
