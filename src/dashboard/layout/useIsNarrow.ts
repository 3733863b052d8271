'use client';
import { useSyncExternalStore } from 'react';

/** Where the stylesheet turns narrow. */
const NARROW = '(max-width: 720px)';

/** Whether the page is as narrow as a phone. For what a stylesheet cannot do alone. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, isNarrow, () => false);

const media = (): MediaQueryList | null => (typeof matchMedia === 'function' ? matchMedia(NARROW) : null);
const isNarrow = (): boolean => media()?.matches ?? false;

function subscribe(onChange: () => void): () => void {
  const list = media();
  list?.addEventListener('change', onChange);
  return () => list?.removeEventListener('change', onChange);
}
