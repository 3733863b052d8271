'use client';
import type { ReactNode } from 'react';

/** Tells whether a list is pointed at or has the focus: what is under the pointer must not move. */
export function UseWatch({
  onUse,
  children,
}: {
  readonly onUse: (isUsed: boolean) => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only watches
    <div
      onPointerEnter={() => onUse(true)}
      onPointerLeave={() => onUse(false)}
      onFocus={() => onUse(true)}
      onBlur={() => onUse(false)}
    >
      {children}
    </div>
  );
}
