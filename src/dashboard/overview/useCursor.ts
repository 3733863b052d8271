'use client';
import { useDashboard } from '../state/context.js';
import type { Axis } from './LaneOverlay.js';

/** The bucket that all charts point at; null where there is none, and where this chart does not reach. */
export function useCursor({ at, bucketMs }: Axis): number | null {
  const cursorAt = useDashboard((state) => state.cursorAt);
  const [first] = at;
  if (cursorAt === null || first === undefined) return null;
  const index = Math.floor((cursorAt - first) / bucketMs);
  return index < 0 || index >= at.length ? null : index;
}
