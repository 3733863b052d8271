'use client';
import { useState } from 'react';

/**
 * The part of the wait that is left, as an arc; a turning arc for 0. The full circle is what was left at the mount, so give
 * it a `key` that changes with the attempt. The stylesheet lets it run from each second to the next, so that it is empty
 * when the last one ends.
 */
export function CountdownRing({ seconds }: { seconds: number }) {
  const [total] = useState(seconds);
  const left = seconds ? (100 * (seconds - 1)) / Math.max(1, total - 1) : 25;
  return (
    <svg aria-hidden data-heartbeat="ring" viewBox="0 0 26 26" width="16" height="16">
      <circle cx="13" cy="13" r="11.5" opacity=".2" />
      <circle cx="13" cy="13" r="11.5" pathLength="100" strokeDasharray={`${left} 100`} transform="rotate(-90 13 13)" />
    </svg>
  );
}
