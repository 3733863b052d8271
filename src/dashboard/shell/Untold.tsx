'use client';
import type { ReactNode } from 'react';
import { useDashboard } from '../state/context.js';
import type { Told } from '../state/dashboardStore.js';
import { Refused } from './Refused.js';
import { Say } from './Say.js';
import { Blank } from './ScreenBoundary.js';

/** What stands in place of something the gateway has not told: why not, or that it is being read. */
export function Untold({
  part,
  what,
  children,
}: {
  readonly part: Told;
  /** Its name in the middle of a sentence. */
  readonly what: string;
  /** What is said while it is read. */
  readonly children: string;
}): ReactNode {
  const problem = useDashboard(({ problems }) => problems[part] ?? problems.me);
  if (problem) return <Refused problem={problem} what={what} />;
  return (
    <>
      <Say so={children} />
      <Blank />
    </>
  );
}
