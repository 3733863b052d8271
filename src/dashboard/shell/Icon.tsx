'use client';
import type { ReactNode } from 'react';

/** Paths on a field of 16 × 16. */
const PATHS = {
  beat: 'M1.5 8.5h3l1.700-5 3.200 9 1.600-4h3.500',
  overview: 'M2 13.500V9M6 13.500V3.500M10 13.500V7M14 13.500V5',
  peers:
    'M8.500 5.500a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0M1.500 13.500c.4-2.600 2.200-4 4.500-4s4.100 1.400 4.500 4M10.800 3.300a2.400 2.400 0 0 1 0 4.400M12.300 9.900c1.300.7 2 1.900 2.200 3.600',
  settings:
    'M2 5h6M12 5h2M2 11h2M8 11h6M11.800 5a1.800 1.800 0 1 1-3.600 0 1.800 1.800 0 0 1 3.600 0M7.800 11a1.800 1.800 0 1 1-3.600 0 1.800 1.800 0 0 1 3.600 0',
  guard: 'M8 2l5 1.800v4c0 3-2 5-5 6.200-3-1.200-5-3.200-5-6.200v-4z',
  alert: 'M8 3.500v5M8 12v.1',
  check: 'M4 8.500l2.800 2.800L12 5.500',
  lock: 'M4.500 7h7a1 1 0 0 1 1 1v4.500a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM5.500 7V5a2.500 2.500 0 0 1 5 0v2',
  notice: 'M8 7.500v4M8 4.500v.1M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0',
  bell: 'M4 11V7a4 4 0 0 1 8 0v4l1 1.500H3zM6.800 14.500h2.400',
  events: 'M2 4h1.500M6 4h8M2 8h1.500M6 8h8M2 12h1.500M6 12h8',
  find: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0M10 10l3.500 3.500',
  cross: 'M4.500 4.500l7 7m0-7l-7 7',
  save: 'M8 2.500v7.500M4.800 7l3.200 3.200L11.200 7M3 13.500h10',
  leave: 'M6.500 3h-3v10h3M10 5l3 3-3 3M13 8H6.500',
  theme: 'M13.500 8a5.500 5.500 0 1 1-11 0 5.500 5.500 0 0 1 11 0M8 2.500v11a5.500 5.500 0 0 0 0-11z',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words, which say the same. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="hbd-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
