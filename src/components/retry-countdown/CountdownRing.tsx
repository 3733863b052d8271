'use client';
import { useState } from 'react';

/**
 * The part of the wait that is left, as an arc; a turning arc for 0. The full circle is what was left at the mount, so give
 * it a `key` that changes with the attempt.
 */
export function CountdownRing({ seconds }: { seconds: number }) {
  const [total] = useState(seconds);
  return (
    <svg
      aria-hidden
      data-heartbeat="ring"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <circle cx="8" cy="8" r="6" opacity=".25" />
      <circle
        cx="8"
        cy="8"
        r="6"
        strokeLinecap="round"
        pathLength="100"
        strokeDasharray={`${seconds ? (100 * seconds) / total : 25} 100`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
