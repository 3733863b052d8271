'use client';
import { useId, type ReactNode } from 'react';

/** A titled part of a screen. */
export function Card({
  title,
  aside,
  beside,
  icon,
  children,
  className = '',
}: {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  /** Stands right after the title. */
  readonly beside?: ReactNode;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}): ReactNode {
  const titleId = useId();
  return (
    <section className={`hbd-card ${className}`} aria-labelledby={titleId}>
      <div className="hbd-head">
        {icon}
        <h2 id={titleId}>{title}</h2>
        {beside}
        {aside && <span className="hbd-aside">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
