'use client';
import { forwardRef, useEffect, useState, type CSSProperties } from 'react';
import type { BannerPhase } from './bannerPhase.js';

/** Out of sight, but in the accessibility tree. Inline as well as in the stylesheet, because apps may leave that out. */
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
 * Announces each phase once. The polite region is always there and mounts empty, because screen readers ignore the text
 * that a region mounts with. An alert is announced when it mounts, so it is mounted with its text, for `failed` only. A
 * region never changes its role.
 */
export const Announcer = forwardRef<HTMLDivElement, { phase: BannerPhase | null; text: string }>(function Announcer(
  { phase, text },
  ref,
) {
  const [said, setSaid] = useState<{ phase: BannerPhase | null; text: string }>({ phase: null, text: '' });
  // A text that changes within a phase, with the cause, is not announced.
  // oxlint-disable-next-line react/set-state-in-effect -- screen readers ignore the text that a region mounts with
  useEffect(() => setSaid((before) => (before.phase === phase ? before : { phase, text })), [phase, text]);
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
