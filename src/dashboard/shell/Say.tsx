'use client';
import type { ReactNode } from 'react';
import { useConnection } from '../../react/index.js';
import { formatAge, formatClock } from '../format.js';
import { useDashboard } from '../state/context.js';
import { useNow } from '../state/useNow.js';

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
  const isStale = useConnection(({ lost }) => lost);
  return (
    <div className="hbd-say">
      <h1>
        {isStale && <AsItWas />}
        <b>{so}</b>
        {then && <span>{` ${then}`}</span>}
      </h1>
      {isStale ? <p>The numbers stay until the gateway answers again.</p> : children && <p>{children}</p>}
    </div>
  );
}

function AsItWas(): ReactNode {
  const now = useNow();
  const readAt = useDashboard((state) => state.readAt);
  if (readAt === null) return null;
  return <span>{`As it was ${formatAge(now - readAt)} ago, at ${formatClock(readAt)}: `}</span>;
}
