'use client';
import { useEffect, useState, type RefObject } from 'react';

/** The inner size of an element in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of an element, as it changes. A drawing needs it, so that its words keep their size. */
export function useSize(ref: RefObject<HTMLElement | null>, assumed: Size): Size {
  const [size, setSize] = useState(assumed);
  useEffect(() => {
    const { current } = ref;
    if (!current || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
