'use client';
import type { ReactNode } from 'react';
import { UNREADABLE, type AdminProblem } from '../../admin/adminResult.js';
import { formatAge, formatClock } from '../format.js';
import { useNow } from '../state/useNow.js';
import { useStaleness } from '../state/useStaleness.js';

/** The sentence that every screen opens with: what is so, and then what follows from it. */
export function Say({
  so,
  then,
  children,
}: {
  readonly so: string;
  readonly then?: string | undefined;
  /** What it rests on, or where it leads. */
  readonly children?: ReactNode;
}): ReactNode {
  const { isStale, isLost, at, problem } = useStaleness();
  return (
    <div className="hbd-say">
      <h1>
        {isStale && at !== null && <AsItWas at={at} />}
        <b>{so}</b>
        {then && <span>{` ${then}`}</span>}
      </h1>
      {isStale ? <p>{whyStale(isLost ? null : problem)}</p> : children && <p>{children}</p>}
    </div>
  );
}

function AsItWas({ at }: { readonly at: number }): ReactNode {
  const now = useNow();
  return <span>{`As it was ${formatAge(now - at)} ago, at ${formatClock(at)}: `}</span>;
}

function whyStale(problem: AdminProblem | null): string {
  if (!problem) return 'The numbers stay until the gateway answers again.';
  const why =
    problem.type === UNREADABLE
      ? 'This page cannot read what the gateway answers. They may be of different versions: load the page again.'
      : `The gateway answers, but not this: ${problem.detail ?? problem.title}.`;
  return `${why.replace(/\.\.$/, '.')} The numbers stay until it can be read again.`;
}
