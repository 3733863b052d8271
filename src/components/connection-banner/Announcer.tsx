'use client';
import { forwardRef, useEffect, useRef, useState, type CSSProperties } from 'react';
import type { BannerPhase } from './bannerPhase.js';

/** Out of sight, not out of the accessibility tree. Inline as well as in the stylesheet: it must hold without it. */
const hidden: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/**
 * Says each phase once. The polite region is there for good and mounts empty, because screen readers ignore the text a
 * region is born with; the alert is the opposite, born with its text and for `failed` only. Nobody's role changes.
 */
export const Announcer = forwardRef<HTMLDivElement, { phase: BannerPhase | null; text: string }>(function Announcer(
  { phase, text },
  ref,
) {
  const [said, setSaid] = useState<{ phase: BannerPhase | null; text: string }>({ phase: null, text: '' });
  const last = useRef<BannerPhase | null>(null);
  useEffect(() => {
    const before = last.current;
    if (before === phase) return;
    last.current = phase;
    // Another try after `failed` is the same outage: it has been announced, and the button says that it is busy.
    setSaid({ phase, text: before === 'failed' && phase === 'lost' ? '' : text });
  }, [phase, text]);
  const isAlert = said.phase === 'failed';
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` is for the result of a form */}
      <div ref={ref} role="status" tabIndex={-1} data-heartbeat="live" style={hidden}>
        {isAlert ? '' : said.text}
      </div>
      {isAlert && (
        <div role="alert" data-heartbeat="live" style={hidden}>
          {said.text}
        </div>
      )}
    </>
  );
});
