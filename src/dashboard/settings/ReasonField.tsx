'use client';
import type { ReactNode } from 'react';

const WORDS = 'Why? Kept with the change';

/** Where an operator says why a setting is changed. */
export function ReasonField({
  reason,
  onReason,
}: {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}): ReactNode {
  return (
    <input
      className="hbd-text"
      aria-label={WORDS}
      placeholder={WORDS}
      maxLength={500}
      value={reason}
      onChange={(event) => onReason(event.target.value)}
    />
  );
}
