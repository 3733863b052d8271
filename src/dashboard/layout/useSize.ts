'use client';
import { useEffect, useState, type RefCallback } from 'react';

/** The inner size of an element in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A ref and the size of the element that has it, as it changes. A drawing needs it, so that its words keep their size. The ref
 * is a function, because an element that goes and comes back, as behind "Table", is another one and has to be observed anew.
 */
export function useSize(assumed: Size): readonly [ref: RefCallback<HTMLElement>, size: Size] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [size, setSize] = useState(assumed);
  useEffect(() => {
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, size];
}
